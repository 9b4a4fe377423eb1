# language: id
@padi
Fitur: PaDi menolak transaksi yang salah
  Setiap baris tabel mitra yang berkata NULL, bukan salah satu nilai, atau tidak sama dengan data induk.

  Skenario konsep: Transaksi tanpa kolom wajib ditolak
    Ketika perusahaan melaporkan transaksi dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak karena "<aturan>"

    @PADI-TRX-001 @PADI-TRX-002 @PADI-TRX-004 @PADI-TRX-005 @PADI-TRX-006 @PADI-TRX-007 @PADI-TRX-008
    Contoh: Transaksi dan proyeknya
      | kolom               | isi         | aturan       |
      | tanggal_transaksi   | (tidak ada) | PADI-TRX-001 |
      | transaksi_id        | (tidak ada) | PADI-TRX-002 |
      | nama_project        | (null)      | PADI-TRX-004 |
      | kategori_project    | (tidak ada) | PADI-TRX-005 |
      | total_nilai_project | (null)      | PADI-TRX-006 |
      | tipe_nilai_project  | (tidak ada) | PADI-TRX-007 |
      | kategori_umkm       | (null)      | PADI-TRX-008 |

    @PADI-TRX-009 @PADI-TRX-010 @PADI-TRX-015 @PADI-TRX-021 @PADI-TRX-022 @PADI-TRX-023 @PADI-TRX-024 @PADI-TRX-402
    Contoh: UMKM, invoice, satker, dan TKDN
      | kolom            | isi         | aturan       |
      | uid_umkm         | (tidak ada) | PADI-TRX-009 |
      | nama_umkm        | (null)      | PADI-TRX-010 |
      | tannggal_invoice | (tidak ada) | PADI-TRX-015 |
      | id_satker        | (null)      | PADI-TRX-021 |
      | is_pdn           | (tidak ada) | PADI-TRX-022 |
      | tkdn             | (null)      | PADI-TRX-023 |
      | is_certificate   | (tidak ada) | PADI-TRX-024 |
      | nama_project     | (kosong)    | PADI-TRX-402 |

  Skenario konsep: Transaksi dengan isi yang salah ditolak
    Ketika perusahaan melaporkan transaksi dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak karena "<aturan>"

    @PADI-TRX-105 @PADI-TRX-106 @PADI-TRX-107 @PADI-TRX-108 @PADI-TRX-118 @PADI-TRX-122 @PADI-TRX-123 @PADI-TRX-124 @PADI-TRX-323
    Contoh: Kode dan angka
      | kolom               | isi         | aturan       |
      | kategori_project    | 10          | PADI-TRX-105 |
      | total_nilai_project | 27000000.27 | PADI-TRX-106 |
      | total_nilai_project | 1.973.930   | PADI-TRX-106 |
      | tipe_nilai_project  | INVESTASI   | PADI-TRX-107 |
      | kategori_umkm       | 5           | PADI-TRX-108 |
      | rating              | 6           | PADI-TRX-118 |
      | is_pdn              | 2           | PADI-TRX-122 |
      | tkdn                | 100.5       | PADI-TRX-123 |
      | tkdn                | tinggi      | PADI-TRX-323 |
      | is_certificate      | 2           | PADI-TRX-124 |

    @PADI-TRX-301 @PADI-TRX-302 @PADI-TRX-304 @PADI-TRX-309 @PADI-TRX-312 @PADI-TRX-313 @PADI-TRX-314 @PADI-TRX-315 @PADI-TRX-325
    Contoh: Tanggal dan panjang
      | kolom                   | isi            | aturan       |
      | tanggal_transaksi       | 27-06-2026     | PADI-TRX-301 |
      | tanggal_order_placement | kemarin        | PADI-TRX-312 |
      | tanggal_confirmation    | 2026-02-30     | PADI-TRX-313 |
      | tanggal_delivery        | 28/06/2026     | PADI-TRX-314 |
      | tannggal_invoice        | besok          | PADI-TRX-315 |
      | transaksi_id            | (101 karakter) | PADI-TRX-302 |
      | nama_project            | (256 karakter) | PADI-TRX-304 |
      | uid_umkm                | (101 karakter) | PADI-TRX-309 |
      | certificate_tkdn        | (101 karakter) | PADI-TRX-325 |

  @PADI-TRX-408
  Skenario: Tanggal invoice dengan ejaan tabel tidak dikenal
    Ketika perusahaan melaporkan transaksi dengan:
      | tannggal_invoice  | (tidak ada) |
      | "tanggal_invoice" | 2026-07-17  |
    Maka jawabannya ditolak karena "PADI-TRX-015"

  @PADI-TRX-410
  Skenario: Transaksi yang ditolak tidak tersimpan
    Ketika perusahaan melaporkan transaksi dengan:
      | transaksi_id | TRX-SALAH |
      | rating       | 6         |
    Maka jawabannya ditolak
    Ketika perusahaan menampilkan daftar transaksi
    Maka daftar tidak berisi baris dengan:
      | transaksi_id | TRX-SALAH |
