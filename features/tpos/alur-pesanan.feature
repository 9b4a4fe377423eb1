# language: id
@tpos
Fitur: Dari pesanan sampai credit advice
  Outlet memesan part; TAM mengalokasikan, mengirim, dan menagihnya; yang rusak diklaim, dinilai, dan dikreditkan.

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan outlet "KTK000001" sudah masuk
    Dan sebuah "pesanan" dengan:
      | No. PO     | PO-ALUR    |
      | Tipe PO    | 1          |
      | Tanggal PO | (hari ini) |
    Dan baris "items" adalah:
      | No. Material | Qty |
      | 9KT01A0001   | 5   |

  @TPOS-PO-401 @TPOS-PO-604 @TPOS-FLOW-004 @TPOS-FLOW-005 @TPOS-FLOW-015 @TPOS-FLOW-038 @TPOS-CLIENT-101
  Skenario: Setiap tahap pesanan tampak di status pesanan pada waktunya
    Ketika outlet mengirimnya
    Maka jawabannya diterima
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO     | PO-ALUR |
      | Tipe Order | 1       |
    Maka jawabannya berisi:
      | Tanggal PO                       | 20261123   |
      | No. Part                         | 9KT01A0001 |
      | Qty PO                           | 5          |
      | Pending BO - Qty Pending         | 5          |
      | Issue To Shipping - Qty Issue    | 0          |
    Ketika 5 menit berlalu
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-ALUR |
      | Tipe Order | 1       |
    Maka jawabannya berisi:
      | Pending BO - Qty Pending         | 0 |
      | Issue To Shipping - Qty Issue    | 5 |
      | Issue To Shipping - Qty Pack     | 0 |
    Ketika 4 jam berlalu
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-ALUR |
      | Tipe Order | 1       |
    Maka jawabannya berisi:
      | Issue To Shipping - Qty Pack     | 5 |
      | Issue To Shipping - Qty Invoice  | 0 |
    Ketika jam menunjukkan pukul "08:00" berikutnya
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-ALUR |
      | Tipe Order | 1       |
    Maka kolom "Issue To Shipping - Qty Invoice" adalah "5"

  @TPOS-FEED-GRC-005 @TPOS-FEED-GRC-006 @TPOS-FEED-GRC-007 @TPOS-FEED-GRC-011 @TPOS-FLOW-010 @TPOS-FLOW-011 @TPOS-FLOW-027
  @TPOS-FEED-GRC-001 @TPOS-FEED-GRC-002 @TPOS-FEED-GRC-003 @TPOS-FEED-ALL-002 @TPOS-FEED-ALL-006 @TPOS-FEED-ALL-009
  Skenario: Goods receipt datang tanpa diminta begitu part naik ke truk
    Ketika outlet mengirimnya
    Dan jam menunjukkan pukul "13:59" berikutnya
    Dan 1 hari berlalu
    Maka feed "goods-receipt" tidak berisi baris dengan:
      | No. PO | PO-ALUR |
    Ketika 1 menit berlalu
    Maka feed "goods-receipt" berisi baris dengan:
      | Outlet Code            | KTK000001          |
      | No. PO                 | PO-ALUR            |
      | No. Material           | 9KT01A0001         |
      | Nama Material          | CONTOH KAMPAS REM  |
      | Qty Shipment           | 5                  |
    Ketika outlet menanyakan rincian issue to ship dengan:
      | noPo | PO-ALUR |
    Maka jawabannya berisi:
      | Pack - No. Case              | {noCase}               |
      | Invoice - No. Vendor Invoice | {noVendorInvoice}      |
      | Invoice - Tanggal Invoice    | 20261124               |
      | Invoice - Qty                | {qtyShipment}          |
    Dan berkas feed "goods-receipt" benar
    Dan berkas feed "goods-receipt" memuat baris dengan:
      | No. PO                 | PO-ALUR           |
      | Tanggal Vendor Invoice | 20261124          |
      | No. Vendor Invoice     | {noVendorInvoice} |

  @TPOS-FEED-INV-005 @TPOS-FEED-INV-008 @TPOS-FEED-INV-010 @TPOS-FEED-DAD-005 @TPOS-FEED-DAD-006 @TPOS-FEED-ALL-011
  @TPOS-FEED-INV-001 @TPOS-FEED-INV-002 @TPOS-FEED-INV-003 @TPOS-FEED-DAD-001 @TPOS-FEED-DAD-002 @TPOS-FEED-DAD-003
  @TPOS-FLOW-029 @TPOS-FLOW-030 @TPOS-FLOW-033 @TPOS-FLOW-034 @TPOS-FLOW-035 @TPOS-FLOW-036
  Skenario: Pagi setelah dikirim, invoice dan debit advice menagih yang dikirim
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT01A0001"] |
    Maka kolom "Harga Retail" adalah "156250"
    Ketika outlet mengirimnya
    Dan 1 hari berlalu
    Dan jam menunjukkan pukul "14:00" berikutnya
    Maka feed "goods-receipt" berisi baris dengan:
      | No. PO | PO-ALUR |
    Dan feed "invoice" tidak berisi baris dengan:
      | Proforma Invoice No | {noVendorInvoice} |
    Ketika jam menunjukkan pukul "06:00" berikutnya
    Maka feed "invoice" berisi baris dengan:
      | Proforma Invoice No | {noVendorInvoice} |
      | Order Type          | 1                 |
      | Part No             | 9KT01A0001        |
      | Order Qty           | 5                 |
      | Delivered Qty       | {qtyShipment}     |
      | Retail Price        | 156250            |
      | Discount            | 20                |
      | Net Amount          | 625000            |
    Dan feed "debit-advice" berisi baris dengan:
      | DA No          | {daNo}            |
      | Invoice No     | {noVendorInvoice} |
      | Order No       | {orderNo}         |
      | Gross Amount   | 781250            |
      | Net Amount     | 625000            |
      | VAT Amount     | 68750             |
      | Penalty Amount | 0                 |
    Dan berkas feed "invoice" benar
    Dan berkas feed "debit-advice" benar
    Dan berkas feed "debit-advice" memuat baris dengan:
      | DA No        | {daNo}   |
      | daDate       | 20261125 |
      | Due Date VAT | 20261225 |

  @TPOS-CLM-401 @TPOS-FEED-PCJ-007 @TPOS-FEED-CAD-005 @TPOS-FEED-CAD-006 @TPOS-FEED-CAD-007
  @TPOS-FEED-CAD-001 @TPOS-FEED-CAD-002 @TPOS-FEED-CAD-003
  @TPOS-FLOW-019 @TPOS-FLOW-020 @TPOS-FLOW-031 @TPOS-FLOW-032 @TPOS-FLOW-037 @TPOS-CLIENT-104
  Skenario: Dari pesanan tipe 1 sampai credit advice atas part yang rusak
    Ketika outlet mengirimnya
    Maka jawabannya diterima
    Ketika 2 hari berlalu
    Maka feed "goods-receipt" berisi baris dengan:
      | No. PO       | PO-ALUR |
      | Qty Shipment | 5       |
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-own-quantity-only" dengan:
      | No. PO                 | PO-ALUR           |
      | No. Vendor Invoice     | {noVendorInvoice} |
      | No. Case               | {noCase}          |
      | No. Material           | 9KT01A0001        |
      | Kode Claim             | P1                |
      | Qty Invoice            | 5                 |
      | Qty Received           | 5                 |
      | Qty NG                 | 2                 |
      | Harga Net Dealer       | 125000            |
      | Total Harga Net Dealer | 250000            |
      | Dealer Request         | C                 |
      | No. Parts Claim DMS    | KLM-ALUR          |
    Maka jawabannya diterima
    Dan feed "credit-advice" tidak berisi baris dengan:
      | Invoice No | {noVendorInvoice} |
    Ketika TAM melakukan "judge" dengan:
      | outletCode   | KTK000001 |
      | noDokumenDms | KLM-ALUR  |
      | tamJudgement | "01"      |
      | qty          | 2         |
    Maka feed "parts-claim-judgement" berisi baris dengan:
      | No. Parts Claim TAM | {noDokumenTam} |
      | TAM Judgement       | "01"           |
      | Qty TAM Judgement   | 2              |
    Ketika jam menunjukkan pukul "06:00" berikutnya
    Maka feed "debit-advice" berisi baris dengan:
      | Invoice No | {noVendorInvoice} |
    Dan feed "credit-advice" berisi baris dengan:
      | Invoice No   | {noVendorInvoice} |
      | DA No        | {daNo}            |
      | Order No     | {orderNo}         |
      | Gross Amount | 312500            |
      | Net Amount   | 250000            |
      | VAT Amount   | 27500             |
    Dan berkas feed "credit-advice" benar

  @TPOS-FLOW-032
  Skenario konsep: Yang ditolak TAM, atau dikreditkan dealer sendiri, tidak mendapat credit advice
    Ketika outlet mengirimnya
    Dan 2 hari berlalu
    Maka feed "goods-receipt" berisi baris dengan:
      | No. PO | PO-ALUR |
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-own-quantity-only" dengan:
      | No. PO                 | PO-ALUR           |
      | No. Vendor Invoice     | {noVendorInvoice} |
      | No. Case               | {noCase}          |
      | No. Material           | 9KT01A0001        |
      | Harga Net Dealer       | 125000            |
      | Total Harga Net Dealer | 125000            |
      | Dealer Request         | <permintaan>      |
      | No. Parts Claim DMS    | KLM-ALUR          |
    Maka jawabannya diterima
    Ketika TAM melakukan "judge" dengan:
      | outletCode   | KTK000001    |
      | noDokumenDms | KLM-ALUR     |
      | tamJudgement | "<penilaian>"|
      | qty          | <qty>        |
    Dan 2 hari berlalu
    Maka feed "parts-claim-judgement" berisi baris dengan:
      | No. Parts Claim TAM | {noDokumenTam} |
      | TAM Judgement       | "<penilaian>"  |
      | Qty TAM Judgement   | <qty>          |
    Dan feed "credit-advice" tidak berisi baris dengan:
      | Invoice No | {noVendorInvoice} |

    Contoh:
      | permintaan | penilaian | qty |
      | C          | 03        | 0   |
      | D          | 01        | 1   |

  @TPOS-PO-602 @TPOS-PO-605
  Skenario konsep: Pesanan tipe 2 diproses pada cut off siang atau malam
    Diketahui jam berhenti pada "2026-11-23 <dipesan>"
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-TIPE-2                                |
      | Tipe PO | 2                                        |
      | items   | [{"noMaterial": "9KT01A0001", "qty": 5}] |
    Dan jam menunjukkan pukul "<sebelum>" berikutnya
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-TIPE-2 |
      | Tipe Order | 2         |
    Maka kolom "Pending BO - Qty Pending" adalah "5"
    Ketika 1 menit berlalu
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-TIPE-2 |
      | Tipe Order | 2         |
    Maka kolom "Issue To Shipping - Qty Issue" adalah "5"

    Contoh:
      | dipesan | sebelum |
      | 08:00   | 11:59   |
      | 13:00   | 17:59   |
      | 19:00   | 11:59   |

  @TPOS-PO-603 @TPOS-PO-606
  Skenario: Pesanan tipe 3 diproses sekali di malam hari dan hasilnya diketahui esok pagi
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-TIPE-3                                |
      | Tipe PO | 3                                        |
      | items   | [{"noMaterial": "9KT01A0001", "qty": 5}] |
    Dan jam menunjukkan pukul "23:59" berikutnya
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-TIPE-3 |
      | Tipe Order | 3         |
    Maka kolom "Pending BO - Qty Pending" adalah "5"
    Ketika jam menunjukkan pukul "06:00" berikutnya
    Dan outlet menanyakan status pesanan dengan:
      | No. PO     | PO-TIPE-3 |
      | Tipe Order | 3         |
    Maka kolom "Issue To Shipping - Qty Issue" adalah "5"
    Ketika outlet menanyakan rincian issue to ship dengan:
      | noPo | PO-TIPE-3 |
    Maka kolom "Issue - Tanggal Alokasi" adalah "20261123"
    Ketika 3 hari berlalu
    Dan outlet menanyakan rincian issue to ship dengan:
      | noPo | PO-TIPE-3 |
    Maka daftar berisi 1 baris
    Dan kolom "Invoice - Qty" adalah "5"
