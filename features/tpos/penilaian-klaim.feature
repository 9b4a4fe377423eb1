# language: id
@tpos
Fitur: Penilaian klaim dan inquiry klaim
  TAM menilai klaim paling lambat H+7; outlet melihatnya di inquiry klaim, di rinciannya, dan di batch penilaian.

  Latar Belakang:
    Diketahui outlet "KTK000001" sudah masuk
    Dan sebuah "klaim part" dengan:
      | No. PO                 | PO-KT-0901 |
      | No. Vendor Invoice     | KT0901     |
      | No. Case               | C00901     |
      | No. Material           | 9KT01A0001 |
      | Kode Claim             | S1         |
      | Notes                  | Retak di sisi kiri |
      | Qty Invoice            | 5          |
      | Qty Received           | 5          |
      | Qty Minus              | 0          |
      | Qty Plus               | 0          |
      | Qty NG                 | 3          |
      | Qty Oth                | 0          |
      | Harga Net Dealer       | 125000     |
      | Total Harga Net Dealer | 375000     |
      | Dealer Request         | C          |
      | No. Parts Claim DMS    | KLM-NILAI  |

  @TPOS-CIQ-603 @TPOS-CIQ-602 @TPOS-CIQ-401 @TPOS-CIQ-801 @TPOS-CIQ-802 @TPOS-FLOW-022
  Skenario: Klaim yang belum dinilai terdaftar tanpa penilaian
    Ketika outlet mengirimnya
    Maka jawabannya diterima
    Ketika outlet menanyakan klaim dengan:
      | No. Dokumen DMS | KLM-NILAI |
    Maka bentuk jawaban sesuai kontrak
    Dan jawabannya berisi:
      | No. Dokumen DMS    | KLM-NILAI  |
      | Tanggal Claim      | (hari ini) |
      | No. PO             | PO-KT-0901 |
      | No. Vendor Invoice | KT0901     |
      | No. Part           | 9KT01A0001 |
      | No. Dokumen TAM    | (null)     |
      | TAM Judgement      | (null)     |
      | Lead Time          | (null)     |

  @TPOS-CLM-701 @TPOS-CLM-702 @TPOS-FEED-PCJ-001 @TPOS-FEED-PCJ-002 @TPOS-FEED-PCJ-003 @TPOS-FEED-PCJ-008 @TPOS-FLOW-041 @TPOS-CLIENT-017
  Skenario: Pada H+7 setiap klaim sudah dinilai, dan penilaiannya datang sebagai batch
    Ketika outlet mengirimnya
    Dan 7 hari berlalu
    Dan outlet menanyakan klaim dengan:
      | No. Dokumen DMS | KLM-NILAI |
    Maka kolom "TAM Judgement" terisi
    Dan kolom "Tanggal Penilaian TAM" paling banyak "(hari ini)"
    Dan kolom "Lead Time" paling banyak "7"
    Dan kolom "No. Dokumen TAM" diingat sebagai "nomor"
    Dan kolom "TAM Judgement" diingat sebagai "penilaian"
    Dan feed "parts-claim-judgement" berisi baris dengan:
      | Outlet Code         | KTK000001   |
      | No. Parts Claim TAM | {nomor}     |
      | TAM Judgement       | {penilaian} |
    Dan berkas feed "parts-claim-judgement" benar

  @TPOS-FEED-PCJ-005 @TPOS-FEED-PCJ-006 @TPOS-FEED-PCJ-007 @TPOS-FLOW-021 @TPOS-FLOW-023 @TPOS-FLOW-025 @TPOS-FLOW-028
  @TPOS-CID-604 @TPOS-CID-801 @TPOS-CID-802 @TPOS-CID-803
  Skenario konsep: Penilaian TAM sama di batch, di inquiry, dan di rincian
    Ketika outlet mengirimnya
    Dan 4 hari berlalu
    Dan TAM melakukan "judge" dengan:
      | outletCode   | KTK000001   |
      | noDokumenDms | KLM-NILAI   |
      | tamJudgement | "<nilai>"   |
      | qty          | <qty>       |
      | tamNote      | <catatan>   |
    Maka feed "parts-claim-judgement" berisi baris dengan:
      | No. Parts Claim TAM | {noDokumenTam} |
      | TAM Judgement       | "<nilai>"      |
      | Qty TAM Judgement   | <qty>          |
    Ketika outlet menanyakan klaim dengan:
      | No. Dokumen DMS | KLM-NILAI |
    Maka jawabannya berisi:
      | No. Dokumen TAM       | {noDokumenTam} |
      | TAM Judgement         | "<nilai>"      |
      | Tanggal Penilaian TAM | (hari ini)     |
      | Lead Time             | 4              |
    Ketika outlet menanyakan rincian klaim hanya dengan:
      | outletCode   | KTK000001      |
      | noDokumenTam | {noDokumenTam} |
    Maka bentuk jawaban sesuai kontrak
    Dan jawabannya berisi:
      | TAM Judgement         | "<nilai>" |
      | TAM x Note            | <catatan> |
      | Qty Claim             | 3         |
      | Claim Amount          | <nominal> |
      | Supervisor Judge Code | <spv>     |

    Contoh:
      | nilai | qty | catatan            | nominal | spv |
      | 01    | 3   | Disetujui semua    | 375000  | 1   |
      | 02    | 1   | Hanya satu retak   | 125000  | 1   |
      | 03    | 0   | Rusak saat pasang  | 0       | 2   |

  @TPOS-FEED-PCJ-009 @TPOS-FLOW-020
  Skenario: Klaim dinilai sekali saja, juga setelah H+7 lewat
    Ketika outlet mengirimnya
    Dan TAM melakukan "judge" dengan:
      | outletCode   | KTK000001 |
      | noDokumenDms | KLM-NILAI |
      | tamJudgement | "03"      |
      | qty          | 0         |
    Dan 2 minggu berlalu
    Dan outlet menanyakan klaim dengan:
      | No. Dokumen DMS | KLM-NILAI |
    Maka jawabannya berisi:
      | No. Dokumen TAM | {noDokumenTam} |
      | TAM Judgement   | "03"           |
    Dan feed "parts-claim-judgement" berisi 4 baris

  @TPOS-CIQ-104 @TPOS-CIQ-603
  Skenario konsep: Tipe inquiry memisahkan yang belum dan yang sudah dinilai
    Ketika outlet mengirimnya
    Dan outlet menanyakan klaim dengan:
      | Tipe Inquiry | <tipe> |
    Maka daftar tepat berisi:
      | No. | No. Dokumen DMS |
      | 1   | <pertama>       |
      | 2   | <kedua>         |

    Contoh:
      | tipe | pertama     | kedua     |
      | 2    | CLM-KT-0002 | KLM-NILAI |

  @TPOS-CIQ-104
  Skenario: Inquiry atas yang sudah dinilai tidak memuat klaim yang menunggu
    Ketika outlet mengirimnya
    Dan outlet menanyakan klaim dengan:
      | Tipe Inquiry | 3 |
    Maka daftar tepat berisi:
      | No. Dokumen DMS | No. Dokumen TAM | TAM Judgement |
      | CLM-KT-0001     | TAM00000001     | "01"          |

  @TPOS-CIQ-601 @TPOS-CIQ-604
  Skenario: Tipe claim memisahkan klaim part dari RPP
    Ketika outlet menanyakan klaim dengan:
      | Tipe Claim | 1 |
    Maka daftar tidak berisi baris dengan:
      | No. Dokumen DMS | RPP-KT-0001 |
    Ketika outlet menanyakan klaim dengan:
      | Tipe Claim | 2 |
    Maka daftar tepat berisi:
      | No. Dokumen DMS |
      | RPP-KT-0001     |

  @TPOS-CIQ-411
  Skenario: Inquiry klaim dapat dibatasi ke satu tanggal
    Ketika outlet mengirimnya
    Dan 1 hari berlalu
    Dan pesan yang sama dikirim lagi dengan:
      | No. Parts Claim DMS | KLM-BESOK |
    Dan outlet menanyakan klaim dengan:
      | Tanggal Klaim | (hari ini) |
    Maka daftar tepat berisi:
      | No. Dokumen DMS | Tanggal Claim |
      | KLM-BESOK       | (hari ini)    |

  @TPOS-CID-411 @TPOS-CID-601 @TPOS-FLOW-022
  Skenario: Rincian menunjukkan klaim sebagaimana diajukan, dengan tanggal kirimnya
    Ketika outlet mengirimnya
    Dan outlet menanyakan rincian klaim hanya dengan:
      | outletCode   | KTK000001 |
      | noDokumenDms | KLM-NILAI |
    Maka jawabannya berisi:
      | Tipe Claim     | 1                  |
      | Tanggal Klaim  | (hari ini)         |
      | Delivery Date  | (hari ini -10 hari) |
      | Dealer Note    | Retak di sisi kiri |
      | Nama Part      | CONTOH KAMPAS REM  |
      | Qty Claim      | 3                  |
      | TAM x Note     | (null)             |

  @TPOS-CID-401
  Skenario: Rincian atas nomor yang tidak dikenal tidak ditemukan
    Ketika outlet menanyakan rincian klaim hanya dengan:
      | outletCode   | KTK000001    |
      | noDokumenDms | KLM-TIDAK-ADA |
    Maka jawabannya ditolak
    Dan jawabannya berstatus 404

  @TPOS-CID-001
  Skenario: Rincian tanpa satu pun nomor dokumen ditolak
    Ketika outlet menanyakan rincian klaim hanya dengan:
      | outletCode | KTK000001 |
    Maka jawabannya ditolak karena "TPOS-CID-001"
