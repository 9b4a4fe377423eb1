# language: id
@padi
Fitur: Transaksi dicocokkan dengan data induk
  Data UMKM didaftarkan perusahaan, Data Satker sudah ada di PaDi.

  @PADI-UMK-001 @PADI-UMK-002 @PADI-UMK-004
  Skenario: UMKM didaftarkan, lalu transaksinya dilaporkan
    Ketika perusahaan mendaftarkan UMKM dengan:
      | uid            | UMKM-QA-1      |
      | nama_umkm      | CV Contoh Jaya |
      | kategori_usaha | 3              |
    Maka jawabannya diterima
    Ketika perusahaan menampilkan daftar UMKM
    Maka daftar berisi baris dengan:
      | uid       | UMKM-QA-1      |
      | nama_umkm | CV Contoh Jaya |
    Ketika perusahaan melaporkan transaksi dengan:
      | uid_umkm      | UMKM-QA-1      |
      | nama_umkm     | CV Contoh Jaya |
      | kategori_umkm | 3              |
    Maka jawabannya diterima

  @PADI-CODE-002
  Skenario konsep: UMKM setiap kategori dapat bertransaksi
    Diketahui perusahaan mendaftarkan UMKM dengan:
      | uid            | UMKM-QA-2  |
      | nama_umkm      | Toko QA    |
      | kategori_usaha | <kategori> |
    Ketika perusahaan melaporkan transaksi dengan:
      | uid_umkm      | UMKM-QA-2  |
      | nama_umkm     | Toko QA    |
      | kategori_umkm | <kategori> |
    Maka jawabannya diterima

    Contoh:
      | kategori |
      | 1        |
      | 2        |
      | 3        |

  @PADI-TRX-208 @PADI-TRX-209 @PADI-TRX-210 @PADI-TRX-221
  Skenario konsep: Transaksi yang berbeda dengan data induk ditolak
    Ketika perusahaan melaporkan transaksi dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak karena "<aturan>"
    Dan jawabannya berstatus 422

    Contoh:
      | kolom         | isi              | aturan       |
      | kategori_umkm | 2                | PADI-TRX-208 |
      | uid_umkm      | UMKM-TIDAK-ADA   | PADI-TRX-209 |
      | nama_umkm     | PT. Damai Saja   | PADI-TRX-210 |
      | id_satker     | SATKER-TIDAK-ADA | PADI-TRX-221 |

  @PADI-TRX-221
  Skenario: Satker baru dapat dipakai setelah tercatat
    Ketika perusahaan melaporkan transaksi dengan:
      | id_satker | 99001 |
    Maka jawabannya ditolak karena "PADI-TRX-221"
    Diketahui "satker" "99001" sudah ada
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya diterima

  Skenario konsep: UMKM yang salah ditolak
    Ketika perusahaan mendaftarkan UMKM dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak karena "<aturan>"

    @PADI-UMK-003 @PADI-UMK-006 @PADI-UMK-008
    Contoh:
      | kolom          | isi            | aturan       |
      | uid            | (tidak ada)    | PADI-UMK-003 |
      | nama_umkm      | (null)         | PADI-UMK-003 |
      | kategori_usaha | (kosong)       | PADI-UMK-003 |
      | kategori_usaha | 7              | PADI-UMK-006 |
      | nama_umkm      | (101 karakter) | PADI-UMK-008 |

  @PADI-UMK-010
  Skenario: UMKM dengan uid yang sudah ada ditolak
    Diketahui perusahaan mendaftarkan UMKM dengan:
      | uid | UMKM-QA-3 |
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya ditolak karena "PADI-UMK-010"

  @PADI-UMK-005 @PADI-UMK-009
  Skenario: UMKM yang dihapus tidak dapat dipakai lagi
    Diketahui perusahaan mendaftarkan UMKM dengan:
      | uid            | UMKM-QA-4 |
      | nama_umkm      | Toko QA   |
      | kategori_usaha | 2         |
    Ketika perusahaan menghapus UMKM dengan:
      | uid | ["UMKM-QA-4"] |
    Maka jawabannya diterima
    Ketika perusahaan menampilkan daftar UMKM
    Maka daftar tidak berisi baris dengan:
      | uid | UMKM-QA-4 |
    Ketika perusahaan melaporkan transaksi dengan:
      | uid_umkm      | UMKM-QA-4 |
      | nama_umkm     | Toko QA   |
      | kategori_umkm | 2         |
    Maka jawabannya ditolak karena "PADI-TRX-209"
