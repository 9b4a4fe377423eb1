# language: id
@tpos
Fitur: Back order
  Kekurangan stok menjadi back order (Fill) atau gugur (Kill); TAM memberi tahu ETD-nya dan setiap perubahannya.

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan outlet "KTK000001" sudah masuk
    Dan sebuah "pesanan" dengan:
      | No. PO        | PO-BO      |
      | Tipe PO       | 1          |
      | BO TAM Follow | 9          |
      | Tanggal PO    | (hari ini) |
    Dan baris "items" adalah:
      | No. Material | Qty |
      | 9KT01A0002   | 8   |

  @TPOS-PO-609 @TPOS-FLOW-014 @TPOS-FLOW-018 @TPOS-FEED-BOE-005 @TPOS-CLIENT-102
  Skenario: Fill, kekurangan stok menjadi back order
    Diketahui TAM melakukan "replenish" dengan:
      | noPart | 9KT01A0002 |
      | qty    | 3          |
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-BO |
      | Tipe Order | 1     |
    Maka jawabannya berisi:
      | Pending BO - Qty BO           | 5 |
      | Issue To Shipping - Qty Issue | 3 |
    Ketika outlet menanyakan rincian back order dengan:
      | noPo | PO-BO |
    Maka jawabannya berisi:
      | No. Parts               | 9KT01A0002 |
      | Back Order - Tanggal BO | 20261123   |
      | Back Order - Qty BO     | 5          |
    Ketika outlet menanyakan ETD dengan:
      | No. PO        | PO-BO      |
      | Tipe Order    | 1          |
      | No. Part      | 9KT01A0002 |
      | ETD Date From | 20261123   |
      | ETD Date To   | 20261231   |
    Maka kolom "BO - Qty BO" adalah "5"
    Dan feed "bo-etd" berisi 1 baris

  @TPOS-PO-609 @TPOS-FLOW-018 @TPOS-BOD-601
  Skenario: Kill, kekurangan stok gugur dan tidak meninggalkan back order
    Diketahui TAM melakukan "replenish" dengan:
      | noPart | 9KT01A0002 |
      | qty    | 3          |
    Ketika outlet mengirim pesanan dengan:
      | No. PO        | PO-KILL                                  |
      | Tipe PO       | 1                                        |
      | BO TAM Follow | 1                                        |
      | items         | [{"noMaterial": "9KT01A0002", "qty": 8}] |
    Dan 5 menit berlalu
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-KILL |
      | Tipe Order | 1       |
    Maka jawabannya berisi:
      | Pending BO - Qty BO            | 0 |
      | Issue To Shipping - Qty Issue  | 3 |
      | Issue To Shipping - Qty Cancel | 5 |
    Ketika outlet menanyakan rincian back order dengan:
      | noPo | PO-KILL |
    Maka daftar kosong
    Ketika 3 hari berlalu
    Maka feed "bo-etd" berisi 0 baris
    Dan feed "etd" berisi 0 baris

  @TPOS-PO-601 @TPOS-FLOW-040 @TPOS-ETD-603 @TPOS-FEED-BOE-006 @TPOS-FEED-BOE-007 @TPOS-FEED-ETD-005 @TPOS-FLOW-008
  @TPOS-FEED-BOE-001 @TPOS-FEED-BOE-002 @TPOS-FEED-BOE-003 @TPOS-FEED-ETD-001 @TPOS-FEED-ETD-002 @TPOS-FEED-ETD-003
  @TPOS-FEED-ALL-006 @TPOS-FLOW-007
  Skenario: ETD back order tidak ada di jawaban pesanan, tetapi dikirim bersama hasil alokasi
    Ketika outlet mengirimnya
    Maka jawabannya diterima
    Dan feed "bo-etd" berisi 0 baris
    Ketika 5 menit berlalu
    Maka feed "etd" berisi baris dengan:
      | No. PO          | PO-BO      |
      | No. Part        | 9KT01A0002 |
      | BO - Qty BO     | 8          |
    Dan feed "bo-etd" berisi baris dengan:
      | Outlet Code             | KTK000001     |
      | No. PO                  | PO-BO         |
      | No. Material            | 9KT01A0002    |
      | ETD (khusus Back Order) | {terakhirEtd} |
    Dan berkas feed "bo-etd" benar
    Dan berkas feed "etd" benar
    Dan berkas feed "etd" memuat baris dengan:
      | No. PO          | PO-BO    |
      | Tanggal PO      | 20261123 |
      | BO - Tanggal BO | 20261123 |

  @TPOS-PO-607 @TPOS-FEED-BOE-008 @TPOS-FLOW-040
  Skenario: ETD back order pesanan tipe 3 baru diketahui pada H+2
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-BO-3                                  |
      | Tipe PO | 3                                        |
      | items   | [{"noMaterial": "9KT01A0002", "qty": 8}] |
    Dan 1 hari berlalu
    Dan outlet menanyakan rincian back order dengan:
      | noPo | PO-BO-3 |
    Maka kolom "Back Order - Qty BO" adalah "8"
    Dan feed "bo-etd" berisi 0 baris
    Ketika jam menunjukkan pukul "06:00" berikutnya
    Maka feed "bo-etd" berisi baris dengan:
      | No. PO | PO-BO-3 |

  @TPOS-ETD-601 @TPOS-ETD-603 @TPOS-ETD-604 @TPOS-FLOW-046 @TPOS-FEED-ETD-005 @TPOS-FEED-ETD-008 @TPOS-FLOW-009 @TPOS-FLOW-039
  Skenario: Setiap perubahan ETD menggeser yang terakhir ke sebelumnya, yang original tetap
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan TAM melakukan "change-etd" dengan:
      | outletCode | KTK000001      |
      | noPo       | PO-BO          |
      | noPart     | 9KT01A0002     |
      | etd        | 20261215 08:00 |
      | eta        | 20261216 12:00 |
      | alasan     | Kapal terlambat |
    Dan outlet menanyakan ETD dengan:
      | No. PO        | PO-BO      |
      | Tipe Order    | 1          |
      | No. Part      | 9KT01A0002 |
      | ETD Date From | 20261123   |
      | ETD Date To   | 20261231   |
    Maka kolom "Original - ETD" diingat sebagai "pertama"
    Dan jawabannya berisi:
      | Sebelumnya - ETD | {pertama}       |
      | Terakhir - ETD   | 20261215 08:00  |
      | Terakhir - ETA   | 20261216 12:00  |
      | Alasan           | Kapal terlambat |
    Ketika TAM melakukan "change-etd" dengan:
      | outletCode | KTK000001      |
      | noPo       | PO-BO          |
      | noPart     | 9KT01A0002     |
      | etd        | 20261210 08:00 |
      | eta        | 20261210 16:00 |
    Dan outlet menanyakan ETD dengan:
      | No. PO        | PO-BO      |
      | Tipe Order    | 1          |
      | No. Part      | 9KT01A0002 |
      | ETD Date From | 20261123   |
      | ETD Date To   | 20261231   |
    Maka jawabannya berisi:
      | Original - ETD   | {pertama}      |
      | Sebelumnya - ETD | 20261215 08:00 |
      | Sebelumnya - ETA | 20261216 12:00 |
      | Terakhir - ETD   | 20261210 08:00 |
      | Terakhir - ETA   | 20261210 16:00 |
    Dan feed "etd" berisi 3 baris
    Dan berkas feed "etd" memuat baris dengan:
      | Original - ETD   | {pertama}      |
      | Sebelumnya - ETD | 20261215 08:00 |
      | Terakhir - ETD   | 20261210 08:00 |
    Dan feed "bo-etd" berisi 3 baris

  @TPOS-FLOW-014 @TPOS-FEED-GRC-006
  Skenario: Back order dilayani pada ETD terakhirnya, lalu dikirim
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan TAM melakukan "change-etd" dengan:
      | outletCode | KTK000001      |
      | noPo       | PO-BO          |
      | noPart     | 9KT01A0002     |
      | etd        | 20261127 09:00 |
    Dan 4 hari berlalu
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-BO |
      | Tipe Order | 1     |
    Maka kolom "Pending BO - Qty BO" adalah "8"
    Ketika jam menunjukkan pukul "09:00" berikutnya
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-BO |
      | Tipe Order | 1     |
    Maka jawabannya berisi:
      | Pending BO - Qty BO           | 0 |
      | Issue To Shipping - Qty Issue | 8 |
    Ketika 2 hari berlalu
    Maka feed "goods-receipt" berisi baris dengan:
      | No. PO       | PO-BO |
      | Qty Shipment | 8     |

  @TPOS-FLOW-014 @TPOS-FLOW-017
  Skenario: Stok yang datang lebih cepat mengurangi back order
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan TAM melakukan "replenish" dengan:
      | noPart | 9KT01A0002 |
      | qty    | 6          |
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-BO |
      | Tipe Order | 1     |
    Maka jawabannya berisi:
      | Pending BO - Qty BO           | 2 |
      | Issue To Shipping - Qty Issue | 6 |
    Ketika outlet menanyakan rincian back order dengan:
      | noPo | PO-BO |
    Maka kolom "Back Order - Qty BO" adalah "2"

  @TPOS-FLOW-014
  Skenario: Back order yang lebih dulu dilayani lebih dulu
    Ketika outlet mengirimnya
    Dan outlet mengirim pesanan dengan:
      | No. PO  | PO-BO-KEDUA                              |
      | Tipe PO | 1                                        |
      | items   | [{"noMaterial": "9KT01A0002", "qty": 4}] |
    Dan 5 menit berlalu
    Dan TAM melakukan "replenish" dengan:
      | noPart | 9KT01A0002 |
      | qty    | 9          |
    Dan outlet menanyakan rincian back order dengan:
      | noPo | PO-BO |
    Maka daftar kosong
    Ketika outlet menanyakan rincian back order dengan:
      | noPo | PO-BO-KEDUA |
    Maka kolom "Back Order - Qty BO" adalah "3"

  @TPOS-FLOW-016 @TPOS-BOD-601
  Skenario: Back order yang dibatalkan TAM tampak sebagai cancel
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan TAM melakukan "cancel" dengan:
      | outletCode | KTK000001  |
      | noPo       | PO-BO      |
      | noPart     | 9KT01A0002 |
      | qty        | 5          |
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-BO |
      | Tipe Order | 1     |
    Maka jawabannya berisi:
      | Pending BO - Qty BO            | 3 |
      | Issue To Shipping - Qty Cancel | 5 |
    Ketika TAM melakukan "cancel" dengan:
      | outletCode | KTK000001  |
      | noPo       | PO-BO      |
      | noPart     | 9KT01A0002 |
    Dan outlet menanyakan rincian back order dengan:
      | noPo | PO-BO |
    Maka daftar kosong
    Ketika 3 minggu berlalu
    Maka feed "goods-receipt" tidak berisi baris dengan:
      | No. PO | PO-BO |
