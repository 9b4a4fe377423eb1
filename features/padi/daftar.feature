# language: id
@padi
Fitur: Daftar transaksi dan UMKM per halaman
  Perusahaan memeriksa apa yang sudah tercatat, halaman demi halaman.

  @PADI-LST-001 @PADI-LST-007
  Skenario: Daftar yang belum berisi
    Ketika perusahaan menampilkan daftar transaksi
    Maka jawabannya diterima
    Dan daftar kosong
    Dan kolom "count" adalah "0"

  @PADI-LST-005
  Skenario: Setiap transaksi ada di satu halaman saja
    Diketahui perusahaan melaporkan transaksi dengan:
      | transaksi_id | TRX-D-1 |
    Dan perusahaan melaporkan transaksi dengan:
      | transaksi_id | TRX-D-2 |
    Dan perusahaan melaporkan transaksi dengan:
      | transaksi_id | TRX-D-3 |
    Ketika perusahaan menampilkan daftar transaksi dengan:
      | size | 2 |
      | page | 1 |
    Maka daftar berisi 2 baris
    Dan kolom "count" adalah "3"
    Dan daftar berisi baris-baris:
      | transaksi_id |
      | TRX-D-1      |
      | TRX-D-2      |
    Ketika pesan yang sama dikirim lagi dengan:
      | page | 2 |
    Maka daftar tepat berisi:
      | transaksi_id |
      | TRX-D-3      |
    Ketika pesan yang sama dikirim lagi dengan:
      | page | 3 |
    Maka daftar kosong

  @PADI-LST-005 @PADI-UMK-004
  Skenario: Daftar UMKM juga per halaman
    Ketika perusahaan menampilkan daftar UMKM dengan:
      | size | 1 |
      | page | 2 |
    Maka daftar berisi 1 baris
    Dan kolom "count" adalah "2"

  @PADI-LST-006
  Skenario konsep: Halaman yang tidak ada artinya ditolak
    Ketika perusahaan menampilkan daftar transaksi dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak karena "PADI-LST-006"

    Contoh:
      | kolom | isi         |
      | size  | 0           |
      | size  | (tidak ada) |
      | page  | 0           |
      | page  | -1          |
      | page  | satu        |
