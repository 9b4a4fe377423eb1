# language: id
@padi
Fitur: Perusahaan melaporkan transaksi
  BUMN melaporkan pembeliannya dari UMKM ke PaDi.

  @PADI-API-001 @PADI-API-011 @PADI-TRX-401
  Skenario: Transaksi yang benar diterima
    Ketika perusahaan melaporkan transaksi dengan:
      | kolom        | isi        |
      | transaksi_id | TRX-2026-1 |
    Maka jawabannya diterima
    Dan kolom "status" adalah "success"
    Dan "transaksi" "TRX-2026-1" tersimpan

  @PADI-API-001 @PADI-TRX-404 @PADI-TRX-405 @PADI-TRX-406 @PADI-TRX-413
  Skenario konsep: Contoh yang dicetak mitra diterima
    Ketika perusahaan melaporkan transaksi seperti contoh "<contoh>"
    Maka jawabannya diterima

    Contoh:
      | contoh          |
      | transaksi-json  |
      | transaksi-curl  |
      | transaksi-table |

  @PADI-LST-002 @PADI-LST-003 @PADI-LST-004
  Skenario: Daftar berisi transaksi yang dilaporkan, sekali
    Diketahui perusahaan melaporkan transaksi dengan:
      | transaksi_id        | TRX-2026-2    |
      | nama_project        | Renovasi aula |
      | total_nilai_project | 125000000     |
    Ketika perusahaan menampilkan daftar transaksi
    Maka bentuk jawaban sesuai kontrak
    Dan daftar tepat berisi:
      | transaksi_id | nama_project  | total_nilai_project |
      | TRX-2026-2   | Renovasi aula | 125000000           |
    Dan kolom "count" adalah "1"

  @PADI-CODE-007 @PADI-TRX-107
  Skenario konsep: Belanja modal (CAPEX) dan belanja operasional (OPEX)
    Ketika perusahaan melaporkan transaksi dengan:
      | transaksi_id       | TRX-<kategori> |
      | tipe_nilai_project | <kategori>     |
    Maka jawabannya diterima
    Ketika perusahaan menampilkan daftar transaksi
    Maka daftar tepat berisi:
      | transaksi_id   | tipe_nilai_project |
      | TRX-<kategori> | <kategori>         |

    Contoh:
      | kategori |
      | CAPEX    |
      | OPEX     |

  @PADI-CODE-005 @PADI-CODE-006 @PADI-TRX-125
  Skenario: Barang luar negeri tanpa sertifikat TKDN
    Ketika perusahaan melaporkan transaksi dengan:
      | is_pdn           | 0      |
      | tkdn             | 0      |
      | is_certificate   | 0      |
      | certificate_tkdn | (null) |
    Maka jawabannya diterima

  @PADI-TRX-025 @PADI-TRX-125
  Skenario konsep: Nomor sertifikat harus cocok dengan ada tidaknya sertifikat
    Ketika perusahaan melaporkan transaksi dengan:
      | is_certificate   | <ada>   |
      | certificate_tkdn | <nomor> |
    Maka jawabannya ditolak karena "<aturan>"

    Contoh:
      | ada | nomor     | aturan       |
      | 1   | (null)    | PADI-TRX-025 |
      | 1   | (kosong)  | PADI-TRX-025 |
      | 0   | 525/SJ-QA | PADI-TRX-125 |

  @PADI-CODE-001
  Skenario konsep: Kategori proyek dari daftar 1
    Ketika perusahaan melaporkan transaksi dengan:
      | kategori_project | <kategori> |
    Maka jawabannya diterima

    Contoh:
      | kategori |
      | 9        |
      | 183      |
      | 200      |

  @PADI-CODE-003 @PADI-CODE-004
  Skenario konsep: Penilaian 1 sampai 5
    Ketika perusahaan melaporkan transaksi dengan:
      | rating                 | <nilai> |
      | kategori_delivery_time | <nilai> |
    Maka jawabannya diterima

    Contoh:
      | nilai |
      | 1     |
      | 5     |

  @PADI-TRX-352 @PADI-TRX-375
  Skenario: Nomor transaksi dan sertifikat sampai 100 karakter
    Ketika perusahaan melaporkan transaksi dengan:
      | transaksi_id     | (100 karakter) |
      | certificate_tkdn | (100 karakter) |
    Maka jawabannya diterima

  @PADI-TRX-003 @PADI-TRX-011 @PADI-TRX-012 @PADI-TRX-018 @PADI-TRX-019 @PADI-TRX-411
  Skenario konsep: Kolom bebas boleh kosong
    Ketika perusahaan melaporkan transaksi dengan:
      | <kolom> | <isi> |
    Maka jawabannya diterima

    Contoh:
      | kolom                   | isi         |
      | bumn_id                 | (null)      |
      | target_penyelesaian     | (kosong)    |
      | tanggal_order_placement | (tidak ada) |
      | rating                  | (null)      |
      | feedback                | (tidak ada) |

  @PADI-TRX-404 @PADI-TRX-407
  Skenario: Urutan tanggal dan lama siklus tidak diperiksa
    Ketika perusahaan melaporkan transaksi dengan:
      | tanggal_confirmation | 2026-06-29 |
      | tanggal_delivery     | 2026-06-28 |
      | tannggal_invoice     | 2026-06-27 |
      | total_cycle_time     | 99         |
    Maka jawabannya diterima

  @PADI-TRX-414 @PADI-TRX-354
  Skenario konsep: Nama proyek dengan huruf apa pun, sampai 255 karakter
    Ketika perusahaan melaporkan transaksi dengan:
      | nama_project | <nama> |
    Maka jawabannya diterima

    Contoh:
      | nama                       |
      | Pengadaan "Kopi & Té" 咖啡 |
      | (255 karakter)             |
