# language: id
@tpos
Fitur: Klaim part menurut kode klaim
  Setiap kode klaim menuntut jumlahnya sendiri dan lampiran Excel; S2 dan S3 juga menuntut BAP.

  Latar Belakang:
    Diketahui outlet "KTK000001" sudah masuk

  Skenario konsep: Klaim dengan jumlah dan lampiran yang dituntut kodenya diterima
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-shortage" dengan:
      | No. PO                 | PO-KT-0901 |
      | No. Vendor Invoice     | KT0901     |
      | No. Case               | C00901     |
      | No. Material           | 9KT01A0001 |
      | Kode Claim             | <kode>     |
      | Qty Invoice            | 5          |
      | Qty Received           | <diterima> |
      | Qty Minus              | <minus>    |
      | Qty Plus               | <plus>     |
      | Qty NG                 | <ng>       |
      | Qty Oth                | <oth>      |
      | Harga Net Dealer       | 125000     |
      | Total Harga Net Dealer | 250000     |
      | Dealer Request         | <minta>    |
      | No. Parts Claim DMS    | KLM-KODE   |
    Maka jawabannya diterima
    Dan jawabannya berisi:
      | noPartsClaimDms | KLM-KODE  |
      | outletCode      | KTK000001 |
      | warnings        | []        |
    Diketahui "{attachment}" diingat sebagai "lampiran"
    Dan "{bap}" diingat sebagai "berita acara"
    Ketika outlet menanyakan rincian klaim hanya dengan:
      | outletCode   | KTK000001 |
      | noDokumenDms | KLM-KODE  |
    Maka jawabannya berisi:
      | Kode Claim             | <kode>       |
      | Dealer Request         | <minta>      |
      | Qty Claim              | 2            |
      | Harga Net Dealer       | 125000       |
      | Total Harga Net Dealer | 250000       |
      | Attachment             | {lampiran}   |
      | BAP                    | {berita acara} |

    @TPOS-CLM-401 @TPOS-CLM-612 @TPOS-CID-603 @TPOS-FLOW-022 @TPOS-FLOW-025 @TPOS-FLOW-026
    Contoh: Kurang
      | kode | diterima | minus | plus | ng | oth | minta |
      | U    | 3        | 2     | 0    | 0  | 0   | C     |
      | Sht  | 3        | 2     | 0    | 0  | 0   | C     |

    @TPOS-CLM-401 @TPOS-CLM-613
    Contoh: Lebih
      | kode | diterima | minus | plus | ng | oth | minta |
      | Ex   | 7        | 0     | 2    | 0  | 0   | N     |

    @TPOS-CLM-401 @TPOS-CLM-614 @TPOS-CLM-607
    Contoh: Rusak
      | kode | diterima | minus | plus | ng | oth | minta |
      | P1   | 5        | 0     | 0    | 2  | 0   | C     |
      | P2   | 5        | 0     | 0    | 2  | 0   | D     |
      | P3   | 5        | 0     | 0    | 2  | 0   | C     |
      | S1   | 5        | 0     | 0    | 2  | 0   | D     |
      | S2   | 5        | 0     | 0    | 2  | 0   | C     |
      | S3   | 5        | 0     | 0    | 2  | 0   | D     |

    @TPOS-CLM-401 @TPOS-CLM-615
    Contoh: Lainnya
      | kode | diterima | minus | plus | ng | oth | minta |
      | P/N  | 5        | 0     | 0    | 0  | 2   | C     |
      | MKT  | 5        | 0     | 0    | 0  | 2   | C     |
      | OTH  | 5        | 0     | 0    | 0  | 2   | D     |

  Skenario konsep: Klaim tanpa jumlah yang dituntut kodenya ditolak
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-defect" dengan:
      | Kode Claim | <kode>      |
      | <jumlah>   | (tidak ada) |
    Maka jawabannya ditolak karena "<syarat>"

    @TPOS-CLM-012 @TPOS-CLM-021
    Contoh: Kurang
      | kode | jumlah    | syarat       |
      | U    | Qty Minus | TPOS-CLM-012 |
      | Sht  | Qty Minus | TPOS-CLM-021 |

    @TPOS-CLM-013
    Contoh: Lebih
      | kode | jumlah    | syarat       |
      | Ex   | Qty Plus  | TPOS-CLM-013 |

    @TPOS-CLM-014 @TPOS-CLM-022 @TPOS-CLM-023 @TPOS-CLM-024 @TPOS-CLM-025 @TPOS-CLM-026
    Contoh: Rusak
      | kode | jumlah    | syarat       |
      | P1   | Qty NG    | TPOS-CLM-014 |
      | P2   | Qty NG    | TPOS-CLM-022 |
      | P3   | Qty NG    | TPOS-CLM-023 |
      | S1   | Qty NG    | TPOS-CLM-024 |
      | S2   | Qty NG    | TPOS-CLM-025 |
      | S3   | Qty NG    | TPOS-CLM-026 |

    @TPOS-CLM-015 @TPOS-CLM-027 @TPOS-CLM-028
    Contoh: Lainnya
      | kode | jumlah    | syarat       |
      | OTH  | Qty Oth   | TPOS-CLM-015 |
      | P/N  | Qty Oth   | TPOS-CLM-027 |
      | MKT  | Qty Oth   | TPOS-CLM-028 |

  @TPOS-CLM-007 @TPOS-CLM-029
  Skenario konsep: Kode S2 dan S3 tanpa BAP ditolak
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-defect" dengan:
      | Kode Claim | <kode>      |
      | BAP        | (tidak ada) |
    Maka jawabannya ditolak karena "<syarat>"

    Contoh:
      | kode | syarat       |
      | S2   | TPOS-CLM-007 |
      | S3   | TPOS-CLM-029 |

  @TPOS-CLM-207 @TPOS-CLM-413
  Skenario: Kode lain boleh tanpa BAP dan tanpa jumlah kode lain
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-own-quantity-only" dengan:
      | No. Parts Claim DMS | KLM-RINGKAS |
    Maka jawabannya diterima
    Ketika outlet menanyakan rincian klaim hanya dengan:
      | outletCode   | KTK000001   |
      | noDokumenDms | KLM-RINGKAS |
    Maka kolom "BAP" kosong
    Dan kolom "Attachment" terisi

  Skenario konsep: Lampiran yang bukan buku kerja Excel ditolak
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-defect" dengan:
      | <berkas> | <isi> |
    Maka jawabannya ditolak karena "<syarat>"

    @TPOS-CLM-006 @TPOS-CLM-106 @TPOS-CLM-107
    Contoh: PDF, Excel lama, dan tidak ada
      | berkas     | isi                  | syarat       |
      | Attachment | (tidak ada)          | TPOS-CLM-006 |
      | Attachment | JVBERi0xLjQKJcOkw7w= | TPOS-CLM-106 |
      | Attachment | 0M8R4KGxGuEAAAAAAAA= | TPOS-CLM-106 |
      | BAP        | JVBERi0xLjQKJcOkw7w= | TPOS-CLM-107 |

  @TPOS-CLM-306 @TPOS-CLM-307
  Skenario konsep: Lampiran lebih dari 1 MB ditolak
    Diketahui "(1398108 karakter)" diingat sebagai "isi besar"
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-defect" dengan:
      | <berkas> | UEsDBBQA{isi besar} |
    Maka jawabannya ditolak karena "<syarat>"

    Contoh:
      | berkas     | syarat       |
      | Attachment | TPOS-CLM-306 |
      | BAP        | TPOS-CLM-307 |

  Skenario konsep: Isi klaim yang tidak dikenal atau tidak cocok ditolak
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-defect" dengan:
      | No. PO             | PO-KT-0901 |
      | No. Vendor Invoice | KT0901     |
      | No. Case           | C00901     |
      | No. Material       | 9KT01A0001 |
      | Harga Net Dealer   | 125000     |
      | <kolom>            | <isi>      |
    Maka jawabannya ditolak karena "<syarat>"

    @TPOS-CLM-105 @TPOS-CLM-118
    Contoh: Kode
      | kolom          | isi | syarat       |
      | Kode Claim     | X9  | TPOS-CLM-105 |
      | Dealer Request | X   | TPOS-CLM-118 |

    @TPOS-FLOW-019 @TPOS-FLOW-024
    Contoh: Tidak pernah dikirim
      | kolom              | isi          | syarat        |
      | No. PO             | PO-TIDAK-ADA | TPOS-FLOW-019 |
      | No. Vendor Invoice | KT9999       | TPOS-FLOW-019 |
      | No. Case           | C99999       | TPOS-FLOW-019 |
      | No. Material       | 9KT02B0001   | TPOS-FLOW-019 |
      | Qty Invoice        | 4            | TPOS-FLOW-024 |

    @TPOS-CLM-406 @TPOS-CLM-407 @TPOS-FLOW-026
    Contoh: Jumlah dan harga
      | kolom                  | isi    | syarat        |
      | Qty Received           | 4      | TPOS-CLM-406  |
      | Qty NG                 | 6      | TPOS-CLM-406  |
      | Harga Net Dealer       | 130000 | TPOS-CLM-407  |
      | Total Harga Net Dealer | 130000 | TPOS-FLOW-026 |

  @TPOS-CLM-406 @TPOS-FLOW-024
  Skenario: Semua klaim atas satu kiriman tidak melebihi yang dikirim
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-KLAIM                                 |
      | Tipe PO | 1                                        |
      | items   | [{"noMaterial": "9KT01A0001", "qty": 5}] |
    Dan 2 hari berlalu
    Maka feed "goods-receipt" berisi baris dengan:
      | No. PO | PO-KLAIM |
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-own-quantity-only" dengan:
      | No. PO                 | PO-KLAIM          |
      | No. Vendor Invoice     | {noVendorInvoice} |
      | No. Case               | {noCase}          |
      | No. Material           | 9KT01A0001        |
      | Qty NG                 | 4                 |
      | Harga Net Dealer       | 125000            |
      | Total Harga Net Dealer | 500000            |
      | No. Parts Claim DMS    | KLM-PERTAMA       |
    Maka jawabannya diterima
    Ketika pesan yang sama dikirim lagi dengan:
      | Qty NG                 | 2         |
      | Total Harga Net Dealer | 250000    |
      | No. Parts Claim DMS    | KLM-KEDUA |
    Maka jawabannya ditolak karena "TPOS-CLM-406"
    Ketika pesan yang sama dikirim lagi dengan:
      | Qty NG                 | 1      |
      | Total Harga Net Dealer | 125000 |
    Maka jawabannya diterima

  @TPOS-CLM-409
  Skenario: Permintaan N selain untuk kelebihan diterima dengan peringatan
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-defect" dengan:
      | Dealer Request | N |
    Maka jawabannya diterima
    Dan jawabannya berbunyi "Dealer request N belongs to the claim code Ex."

  @TPOS-CLM-405 @TPOS-FLOW-003
  Skenario: Klaim yang sama boleh dikirim lagi, nomor yang sama dengan isi lain tidak
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-defect" dengan:
      | No. Parts Claim DMS | KLM-SAMA |
    Maka jawabannya diterima
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya diterima
    Dan jawabannya sama seperti sebelumnya
    Ketika pesan yang sama dikirim lagi dengan:
      | Notes | Catatan lain |
    Maka jawabannya ditolak karena "TPOS-CLM-405"
    Dan jawabannya berstatus 409
