# language: id
@padi
Fitur: Perusahaan melaporkan transaksi
  BUMN melaporkan pembeliannya dari UMKM ke PaDi.

  @PADI-API-001
  Skenario: Transaksi yang benar diterima
    Ketika perusahaan melaporkan transaksi dengan:
      | kolom        | isi        |
      | transaksi_id | TRX-2026-1 |
    Maka jawabannya diterima
    Dan "transaksi" "TRX-2026-1" tersimpan

  @PADI-TRX-002
  Skenario: Transaksi tanpa nomor ditolak
    Ketika perusahaan melaporkan transaksi dengan:
      | transaksi_id | (tidak ada) |
    Maka jawabannya ditolak karena "PADI-TRX-002"

  Skenario: Daftar berisi transaksi yang dilaporkan
    Diketahui perusahaan melaporkan transaksi
    Ketika perusahaan menampilkan daftar transaksi
    Maka daftar berisi baris dengan:
      | transaksi_id | {transaksi_id} |
