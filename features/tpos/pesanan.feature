# language: id
@tpos
Fitur: Outlet memesan part
  Pesanan diterima dengan nomornya sendiri, atau ditolak dengan menyebut setiap kesalahannya.

  Latar Belakang:
    Diketahui outlet "KTK000001" sudah masuk

  @TPOS-PO-401 @TPOS-API-011 @TPOS-FEED-GRC-006
  Skenario: Pesanan yang benar diterima dan dialokasikan
    Ketika outlet mengirim pesanan dengan:
      | No. PO   | PO-QA-1 |
      | Tipe PO  | 1       |
    Maka jawabannya diterima
    Dan kolom "noPo" adalah "PO-QA-1"
    Ketika 10 menit berlalu
    Dan outlet menanyakan status pesanan hanya dengan:
      | outletCode | KTK000001 |
      | noPo       | PO-QA-1   |
      | tipeOrder  | 1         |
    Maka daftar berisi 2 baris
    Ketika 1 hari berlalu
    Dan jam menunjukkan pukul "14:00" berikutnya
    Maka feed "goods-receipt" berisi baris dengan:
      | noPo | PO-QA-1 |

  @TPOS-PO-104 @TPOS-PO-204 @TPOS-PO-401
  Skenario konsep: Pesanan boleh berasal dari appointment, work order, sales order, atau tanpa asal
    Ketika outlet mengirim pesanan dengan:
      | Referensi PO  | <asal>  |
      | No. Transaksi | <nomor> |
    Maka jawabannya diterima

    Contoh:
      | asal | nomor        |
      | 1    | AP2026110001 |
      | 2    | WO2026110001 |
      | 3    | SO2026110001 |
      | 4    | (tidak ada)  |

  Skenario konsep: Pesanan yang berasal dari transaksi SOP wajib menyebut nomornya
    Ketika outlet mengirim pesanan dengan:
      | Referensi PO  | <asal>      |
      | No. Transaksi | (tidak ada) |
    Maka jawabannya ditolak karena "<syarat>"

    @TPOS-PO-004 @TPOS-PO-021 @TPOS-PO-022
    Contoh:
      | asal | syarat      |
      | 1    | TPOS-PO-004 |
      | 2    | TPOS-PO-021 |
      | 3    | TPOS-PO-022 |

  @TPOS-PO-407 @TPOS-PO-504 @TPOS-PO-507 @TPOS-PO-510
  Skenario konsep: Isi sepanjang yang dicetak tabel masih diterima
    Ketika outlet mengirim pesanan dengan:
      | <kolom> | <isi> |
    Maka jawabannya diterima

    Contoh:
      | kolom               | isi             |
      | items[2].noMaterial | 9KT03C000000001 |
      | No. Transaksi       | (17 karakter)   |
      | No. PO              | (20 karakter)   |
      | items[2].qty        | 9999999         |

  Skenario konsep: Kode yang tidak dikenal ditolak
    Ketika outlet mengirim pesanan dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak karena "<syarat>"

    @TPOS-PO-102 @TPOS-PO-103 @TPOS-PO-105 @TPOS-PO-106
    Contoh:
      | kolom         | isi | syarat      |
      | Tipe PO       | 0   | TPOS-PO-102 |
      | Tipe PO       | 4   | TPOS-PO-102 |
      | Referensi PO  | 5   | TPOS-PO-103 |
      | Franchise     | B   | TPOS-PO-105 |
      | BO TAM Follow | 2   | TPOS-PO-106 |

  @TPOS-PO-109
  Skenario konsep: Nomor part dengan pemisah ditolak
    Ketika outlet mengirim pesanan dengan:
      | items[2].noMaterial | <nomor> |
    Maka jawabannya ditolak karena "TPOS-PO-109"

    Contoh:
      | nomor       |
      | 9KT01-A0001 |
      | 9KT01 A0001 |

  @TPOS-API-014 @TPOS-PO-105 @TPOS-PO-010 @TPOS-API-012
  Skenario: Penolakan menyebut semua kesalahan dengan tempatnya
    Ketika outlet mengirim pesanan dengan:
      | Franchise    | B           |
      | items[2].qty | (tidak ada) |
    Maka jawabannya ditolak karena "TPOS-PO-105"
    Dan jawabannya ditolak karena "TPOS-PO-010"
    Dan jawabannya berbunyi "/franchise"
    Dan jawabannya berbunyi "/items/1"

  @TPOS-PO-405 @TPOS-FLOW-003
  Skenario: Pesanan yang sama boleh dikirim lagi, nomor yang sama dengan isi lain tidak
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-SAMA |
      | Tipe PO | 1       |
    Dan pesan yang sama dikirim lagi
    Maka jawabannya sama seperti sebelumnya
    Ketika pesan yang sama dikirim lagi dengan:
      | items[1].qty | 9 |
    Maka jawabannya ditolak karena "TPOS-PO-405"
    Dan jawabannya berstatus 409
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO     | PO-SAMA |
      | Tipe Order | 1       |
    Maka jumlah "Qty PO" adalah "7"

  @TPOS-PO-405
  Skenario: Jika disepakati demikian, pesanan bernomor sama menggantikan yang belum diproses
    Diketahui bacaan "TPOS-R-033" adalah "upsert"
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-GANTI                                 |
      | Tipe PO | 1                                        |
      | items   | [{"noMaterial": "9KT01A0001", "qty": 5}] |
    Dan pesan yang sama dikirim lagi dengan:
      | items[1].qty | 9 |
    Maka jawabannya diterima
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO     | PO-GANTI |
      | Tipe Order | 1        |
    Maka kolom "Qty PO" adalah "9"

  @TPOS-PO-406
  Skenario: Part yang tidak dikenal dihitung sebagai reject, dengan peringatan
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-REJECT                                                                       |
      | Tipe PO | 1                                                                               |
      | items   | [{"noMaterial": "9KT09Z9999", "qty": 3}, {"noMaterial": "9KT01A0001", "qty": 1}] |
    Maka jawabannya diterima
    Dan jawabannya berbunyi "9KT09Z9999"
    Ketika 5 menit berlalu
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-REJECT |
      | Tipe Order | 1         |
    Maka daftar berisi baris-baris:
      | No. Part   | Qty PO | Process Qty | Reject |
      | 9KT09Z9999 | 3      | 0           | 3      |
      | 9KT01A0001 | 1      | 1           | 0      |

  @TPOS-PO-406
  Skenario: Jika disepakati demikian, part yang tidak dikenal menggugurkan pesanan
    Diketahui bacaan "TPOS-R-150" adalah "refused"
    Ketika outlet mengirim pesanan dengan:
      | No. PO              | PO-TOLAK   |
      | Tipe PO             | 1          |
      | items[2].noMaterial | 9KT09Z9999 |
    Maka jawabannya ditolak karena "TPOS-PO-406"
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO     | PO-TOLAK |
      | Tipe Order | 1        |
    Maka daftar kosong
