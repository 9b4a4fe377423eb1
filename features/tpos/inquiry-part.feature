# language: id
@tpos
Fitur: Inquiry part
  Outlet menanyakan stok, harga, dan pengganti part sebelum memesan; paling banyak sepuluh part sekali tanya.

  Latar Belakang:
    Diketahui outlet "KTK000001" sudah masuk

  @TPOS-PIQ-401 @TPOS-PIQ-604 @TPOS-PIQ-801 @TPOS-PIQ-802 @TPOS-PIQ-803 @TPOS-API-015 @TPOS-CLIENT-106
  Skenario: Part yang dikenal dijawab dengan stok, nama, dan harganya
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT01A0001", "9KT01A0002"] |
    Maka bentuk jawaban sesuai kontrak
    Dan daftar tepat berisi:
      | Outlet Code | No. Part   | Nama Part           | On Hand       | Harga Retail |
      | KTK000001   | 9KT01A0001 | CONTOH KAMPAS REM   | Available     | 156250       |
      | KTK000001   | 9KT01A0002 | CONTOH SARINGAN OLI | Not Available | 156250       |

  @TPOS-PIQ-604 @TPOS-PIQ-803
  Skenario: Part menjadi tersedia ketika stoknya datang, dan habis ketika dialokasikan
    Ketika TAM melakukan "replenish" dengan:
      | noPart | 9KT01A0002 |
      | qty    | 4          |
    Dan outlet menanyakan part dengan:
      | noParts | ["9KT01A0002"] |
    Maka kolom "On Hand" adalah "Available"
    Ketika outlet mengirim pesanan dengan:
      | Tipe PO | 1                                        |
      | items   | [{"noMaterial": "9KT01A0002", "qty": 4}] |
    Dan 5 menit berlalu
    Dan outlet menanyakan part dengan:
      | noParts | ["9KT01A0002"] |
    Maka kolom "On Hand" adalah "Not Available"

  @TPOS-PIQ-102 @TPOS-PIQ-603
  Skenario: Sepuluh part boleh, sebelas ditolak
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT10X0001", "9KT10X0002", "9KT10X0003", "9KT10X0004", "9KT10X0005", "9KT10X0006", "9KT10X0007", "9KT10X0008", "9KT01A0001", "9KT01A0002"] |
    Maka jawabannya diterima
    Dan daftar berisi paling sedikit 2 baris
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT10X0001", "9KT10X0002", "9KT10X0003", "9KT10X0004", "9KT10X0005", "9KT10X0006", "9KT10X0007", "9KT10X0008", "9KT01A0001", "9KT01A0002", "9KT02B0001"] |
    Maka jawabannya ditolak karena "TPOS-PIQ-102"

  @TPOS-PIQ-502 @TPOS-PIQ-302
  Skenario: Nomor part lima belas karakter muat, enam belas tidak
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT03C000000001"] |
    Maka kolom "Nama Part" adalah "CONTOH BAUT PANJANG"
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT03C0000000012"] |
    Maka jawabannya ditolak karena "TPOS-PIQ-302"

  @TPOS-PIQ-602 @TPOS-PIQ-605 @TPOS-PIQ-606 @TPOS-FLOW-044
  Skenario: Part yang tidak dikenal disebut parts unknown, yang lain tetap dijawab
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT09Z9999", "9KT01A0001"] |
    Maka jawabannya diterima
    Dan daftar tepat berisi:
      | No. Part   |
      | 9KT01A0001 |
    Dan kolom "messages[1].noPart" adalah "9KT09Z9999"
    Dan kolom "messages[1].message" adalah "parts unknown"

  @TPOS-PIQ-601 @TPOS-PIQ-602
  Skenario: Part yang hanya dijual ke dealer lain tidak dikenal, bagi dealer itu dikenal
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT04D0001"] |
    Maka daftar kosong
    Dan jawabannya berbunyi "parts unknown"
    Diketahui outlet "CTH000001" sudah masuk
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT04D0001"] |
    Maka kolom "Nama Part" adalah "CONTOH STIKER DEALER"

  @TPOS-PIQ-602
  Skenario: Part yang tidak dikenal menggugurkan inquiry jika disepakati demikian
    Diketahui bacaan "TPOS-R-102" adalah "refused"
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT09Z9999", "9KT01A0001"] |
    Maka jawabannya ditolak karena "TPOS-PIQ-602"

  @TPOS-PIQ-604 @TPOS-FLOW-006
  Skenario: Part yang diganti menunjukkan penggantinya
    Diketahui "parts" "9KT05E0001" sudah ada dengan:
      | namaPart         | CONTOH LAMPU LAMA |
      | substitusiPnoNew | 9KT01A0001        |
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT05E0001"] |
    Maka jawabannya berisi:
      | Nama Part              | CONTOH LAMPU LAMA |
      | Substitusi - PNO (New) | 9KT01A0001        |
      | Substitusi - CD (New)  | 1                 |
    Dan kolom "Substitusi - PNO (Old)" kosong

  Skenario konsep: Inquiry tanpa outlet atau tanpa part ditolak
    Ketika outlet menanyakan part dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak karena "<syarat>"

    @TPOS-PIQ-001 @TPOS-PIQ-002 @TPOS-PIQ-202
    Contoh:
      | kolom      | isi         | syarat       |
      | outletCode | (tidak ada) | TPOS-PIQ-001 |
      | noParts    | (tidak ada) | TPOS-PIQ-002 |
      | noParts    | []          | TPOS-PIQ-202 |
