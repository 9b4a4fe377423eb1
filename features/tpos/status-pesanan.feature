# language: id
@tpos
Fitur: Status pesanan dan rinciannya
  Outlet menanyakan di mana part yang dipesannya: pending, back order, issue to ship, dan info POSS.

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan outlet "KTK000001" sudah masuk
    Dan sebuah "pesanan" dengan:
      | No. PO     | PO-STATUS  |
      | Tipe PO    | 1          |
      | Tanggal PO | (hari ini) |
    Dan baris "items" adalah:
      | No. Material | Qty |
      | 9KT01A0001   | 5   |
      | 9KT01A0002   | 2   |

  @TPOS-OSI-401 @TPOS-OSI-801 @TPOS-OSI-802 @TPOS-API-022 @TPOS-FLOW-045
  Skenario: Status menunjukkan setiap part pesanan dengan nomor baris
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-STATUS |
      | Tipe Order | 1         |
    Maka bentuk jawaban sesuai kontrak
    Dan daftar tepat berisi:
      | No. | No. PO    | Tanggal PO | No. Part   | Qty PO | Process Qty | Pending BO - Qty BO | Issue To Shipping - Qty Issue |
      | 1   | PO-STATUS | 20261123   | 9KT01A0001 | 5      | 5           | 0                   | 5                             |
      | 2   | PO-STATUS | 20261123   | 9KT01A0002 | 2      | 2           | 2                   | 0                             |

  @TPOS-OSI-411
  Skenario: Status dapat diminta untuk satu part saja
    Ketika outlet mengirimnya
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-STATUS  |
      | Tipe Order | 1          |
      | Tanggal PO | (hari ini) |
      | No. Part   | 9KT01A0002 |
    Maka daftar tepat berisi:
      | No. Part   |
      | 9KT01A0002 |

  @TPOS-OSI-602
  Skenario konsep: Tipe atau tanggal yang bukan milik pesanan tidak menemukan apa pun
    Ketika outlet mengirimnya
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-STATUS |
      | Tipe Order | <tipe>    |
      | Tanggal PO | <tanggal> |
    Maka daftar berisi <baris> baris

    Contoh:
      | tipe | tanggal           | baris |
      | 1    | (hari ini)        | 2     |
      | 2    | (hari ini)        | 0     |
      | 1    | (hari ini -1 hari) | 0    |

  @TPOS-PEN-401 @TPOS-PEN-601 @TPOS-PEN-801 @TPOS-PEN-802 @TPOS-OSI-601 @TPOS-FLOW-017
  Skenario: Rincian pending berisi yang menunggu alokasi, dan kosong sesudahnya
    Ketika outlet mengirimnya
    Dan outlet menanyakan rincian pending dengan:
      | noPo | PO-STATUS |
    Maka bentuk jawaban sesuai kontrak
    Dan daftar tepat berisi:
      | No. Part   | Pending BO - Tanggal Alokasi | Pending BO - Qty Pending |
      | 9KT01A0001 | 20261123                     | 5                        |
      | 9KT01A0002 | 20261123                     | 2                        |
    Dan jumlah "Pending BO - Qty Pending" adalah "7"
    Ketika 5 menit berlalu
    Dan outlet menanyakan rincian pending dengan:
      | noPo | PO-STATUS |
    Maka daftar kosong

  @TPOS-BOD-401 @TPOS-BOD-601 @TPOS-BOD-801 @TPOS-BOD-802 @TPOS-OSI-601 @TPOS-FLOW-017
  Skenario: Rincian back order hanya berisi part yang kurang
    Ketika outlet mengirimnya
    Dan outlet menanyakan rincian back order dengan:
      | noPo | PO-STATUS |
    Maka daftar kosong
    Ketika 5 menit berlalu
    Dan outlet menanyakan rincian back order dengan:
      | noPo | PO-STATUS |
    Maka bentuk jawaban sesuai kontrak
    Dan daftar tepat berisi:
      | No. Parts  | Back Order - Tanggal BO | Back Order - Qty BO |
      | 9KT01A0002 | 20261123                | 2                   |

  @TPOS-ITS-401 @TPOS-ITS-601 @TPOS-ITS-801 @TPOS-ITS-802 @TPOS-FLOW-015 @TPOS-FLOW-038
  Skenario: Issue to ship mengikuti part dari alokasi, ke case, sampai invoice
    Ketika outlet mengirimnya
    Dan outlet menanyakan rincian issue to ship dengan:
      | noPo | PO-STATUS |
    Maka daftar kosong
    Ketika 5 menit berlalu
    Dan outlet menanyakan rincian issue to ship dengan:
      | noPo | PO-STATUS |
    Maka jawabannya berisi:
      | No. Part                | 9KT01A0001 |
      | Issue - Tanggal Alokasi | 20261123   |
      | Issue - Qty             | 5          |
    Dan kolom "Pack - No. Case" kosong
    Ketika 4 jam berlalu
    Dan outlet menanyakan rincian issue to ship dengan:
      | noPo | PO-STATUS |
    Maka kolom "Pack - No. Case" terisi
    Dan kolom "Pack - Tanggal Pack" adalah "20261123"
    Dan kolom "Pack - Qty" adalah "5"
    Dan kolom "Invoice - No. Vendor Invoice" kosong
    Ketika jam menunjukkan pukul "08:00" berikutnya
    Dan outlet menanyakan rincian issue to ship dengan:
      | noPo | PO-STATUS |
    Maka bentuk jawaban sesuai kontrak
    Dan kolom "Invoice - No. Vendor Invoice" terisi
    Dan kolom "Invoice - Tanggal Invoice" adalah "20261124"
    Dan kolom "Invoice - Qty" adalah "5"

  @TPOS-FLOW-015 @TPOS-FLOW-016
  Skenario: Yang tidak ditemukan saat pengambilan menjadi denial dan tidak ditagih
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan TAM melakukan "deny" dengan:
      | outletCode | KTK000001  |
      | noPo       | PO-STATUS  |
      | noPart     | 9KT01A0001 |
      | qty        | 2          |
    Dan 1 hari berlalu
    Dan outlet menanyakan rincian issue to ship dengan:
      | noPo | PO-STATUS |
    Maka jawabannya berisi:
      | Issue - Qty                  | 5 |
      | cancelDenialQtyDenial        | 2 |
      | Pack - Qty                   | 3 |
      | Invoice - Qty                | 3 |
    Ketika jam menunjukkan pukul "14:00" berikutnya
    Maka feed "goods-receipt" berisi baris dengan:
      | No. PO       | PO-STATUS |
      | Qty Shipment | 3         |

  @TPOS-FLOW-016
  Skenario: Yang dibatalkan sebelum dikemas menjadi cancel dan kembali ke stok
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan TAM melakukan "cancel" dengan:
      | outletCode | KTK000001  |
      | noPo       | PO-STATUS  |
      | noPart     | 9KT01A0001 |
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-STATUS  |
      | Tipe Order | 1          |
      | No. Part   | 9KT01A0001 |
    Maka jawabannya berisi:
      | Issue To Shipping - Qty Issue  | 5 |
      | Issue To Shipping - Qty Cancel | 5 |
    Ketika 2 hari berlalu
    Maka feed "goods-receipt" tidak berisi baris dengan:
      | No. PO | PO-STATUS |

  @TPOS-POSS-401 @TPOS-POSS-801 @TPOS-POSS-802 @TPOS-FLOW-006
  Skenario: Info POSS menunjukkan part yang diproses dengan harganya
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan outlet menanyakan info POSS dengan:
      | noPo | PO-STATUS |
    Maka bentuk jawaban sesuai kontrak
    Dan daftar tepat berisi:
      | No. | No. Part   | Process No. Part | Qty PO | Qty Process | Tanggal Alokasi | Harga  |
      | 1   | 9KT01A0001 | 9KT01A0001       | 5      | 5           | 20261123        | 125000 |
      | 2   | 9KT01A0002 | 9KT01A0002       | 2      | 2           | 20261123        | 125000 |

  @TPOS-FLOW-006 @TPOS-POSS-401 @TPOS-CLIENT-103
  Skenario: Part yang digantikan diproses sebagai penggantinya
    Diketahui "parts" "9KT05E0001" sudah ada dengan:
      | namaPart         | CONTOH LAMPU LAMA |
      | substitusiPnoNew | 9KT01A0001        |
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-GANTI                                 |
      | Tipe PO | 1                                        |
      | items   | [{"noMaterial": "9KT05E0001", "qty": 3}] |
    Dan 5 menit berlalu
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-GANTI |
      | Tipe Order | 1        |
    Maka jawabannya berisi:
      | No. Part                      | 9KT05E0001 |
      | Process No. Part              | 9KT01A0001 |
      | Issue To Shipping - Qty Issue | 3          |
    Ketika outlet menanyakan info POSS dengan:
      | noPo | PO-GANTI |
    Maka kolom "Process No. Part" adalah "9KT01A0001"
    Ketika 2 hari berlalu
    Maka feed "goods-receipt" berisi baris dengan:
      | No. PO       | PO-GANTI   |
      | No. Material | 9KT01A0001 |

  @TPOS-OSD-601 @TPOS-POSS-601
  Skenario konsep: Rincian tanpa data dijawab dengan daftar kosong
    Ketika operasi "<rincian>" dipanggil dengan contoh yang diubah berikut:
      | noPo | PO-TIDAK-ADA |
    Maka jawabannya berstatus 200
    Dan daftar kosong

    Contoh:
      | rincian               |
      | rincian pending       |
      | rincian back order    |
      | rincian issue to ship |
      | info POSS             |
