# language: id
@tpos
Fitur: RPP
  Outlet mengajukan RPP dengan cancel report; yang terlambat diterima juga, dengan peringatan.

  Latar Belakang:
    Diketahui outlet "KTK000001" sudah masuk
    Dan sebuah "RPP" dengan:
      | No. PO             | PO-KT-0901 |
      | No. Vendor Invoice | KT0901     |
      | Tanggal Terima GR  | (hari ini) |
      | No. Material       | 9KT01A0001 |
      | Kode Claim         | P1         |
      | Dealer Request     | C          |
      | Qty RPP            | 2          |
      | No. RPP DMS        | RPP-UJI    |

  @TPOS-RPP-401 @TPOS-RPP-604 @TPOS-CLIENT-105
  Skenario: RPP atas part yang dikirim diterima tanpa peringatan
    Ketika outlet mengirimnya
    Maka jawabannya diterima
    Dan jawabannya berisi:
      | noRppDms | RPP-UJI |
      | warnings | []      |

  @TPOS-RPP-601 @TPOS-RPP-602 @TPOS-FLOW-042
  Skenario konsep: RPP yang lewat waktu pengajuannya diterima dengan peringatan
    Ketika outlet mengajukan RPP dengan:
      | No. PO             | PO-KT-0901       |
      | No. Vendor Invoice | KT0901           |
      | No. Material       | 9KT01A0001       |
      | Tanggal Terima GR  | (hari ini -<hari> hari) |
    Maka jawabannya diterima
    Dan jawabannya berisi:
      | warnings | <peringatan> |

    Contoh:
      | hari | peringatan                               |
      | 7    | []                                       |
      | 8    | ["The period of submission has passed."] |
      | 400  | ["The period of submission has passed."] |

  @TPOS-RPP-602
  Skenario: Lama waktu pengajuan dapat disepakati lain
    Ketika TAM melakukan "schedule" dengan:
      | rppDays | 2 |
    Dan outlet mengajukan RPP dengan:
      | No. PO             | PO-KT-0901         |
      | No. Vendor Invoice | KT0901             |
      | No. Material       | 9KT01A0001         |
      | Tanggal Terima GR  | (hari ini -3 hari) |
    Maka jawabannya diterima
    Dan jawabannya berbunyi "period of submission has passed"

  @TPOS-RPP-601
  Skenario: Jika DMS sendiri yang memperingatkan, TAM diam
    Diketahui bacaan "TPOS-R-083" adalah "screen"
    Ketika outlet mengajukan RPP dengan:
      | No. PO             | PO-KT-0901          |
      | No. Vendor Invoice | KT0901              |
      | No. Material       | 9KT01A0001          |
      | Tanggal Terima GR  | (hari ini -30 hari) |
    Maka jawabannya diterima
    Dan kolom "warnings" kosong

  @TPOS-RPP-701 @TPOS-RPP-702 @TPOS-FEED-RPJ-001 @TPOS-FEED-RPJ-002 @TPOS-FEED-RPJ-003 @TPOS-FEED-RPJ-005 @TPOS-FEED-RPJ-007 @TPOS-FEED-RPJ-008 @TPOS-CIQ-601
  Skenario: Hasil RPP datang sebagai batch paling lambat H+7, sama dengan inquiry
    Ketika outlet mengirimnya
    Dan 7 hari berlalu
    Dan outlet menanyakan klaim dengan:
      | Tipe Claim      | 2       |
      | No. Dokumen DMS | RPP-UJI |
    Maka kolom "TAM Judgement" terisi
    Dan kolom "No. Dokumen TAM" diingat sebagai "nomor"
    Dan kolom "TAM Judgement" diingat sebagai "penilaian"
    Dan feed "rpp-judgement" berisi baris dengan:
      | Outlet Code   | KTK000001   |
      | No. RPP TAM   | {nomor}     |
      | TAM Judgement | {penilaian} |
    Dan berkas feed "rpp-judgement" benar

  @TPOS-CID-602 @TPOS-CID-603 @TPOS-FLOW-022
  Skenario: Rincian RPP memuat cancel report dan tanggal terimanya
    Ketika outlet mengirimnya
    Diketahui "{cancelReport}" diingat sebagai "laporan"
    Ketika outlet menanyakan rincian klaim hanya dengan:
      | outletCode   | KTK000001 |
      | noDokumenDms | RPP-UJI   |
    Maka jawabannya berisi:
      | Tipe Claim    | 2          |
      | Tanggal GR    | (hari ini) |
      | Qty Claim     | 2          |
      | Cancel Report | {laporan}  |
      | Attachment    | (null)     |

  @TPOS-RPP-603 @TPOS-FLOW-032 @TPOS-FEED-CAD-006
  Skenario: Dari pesanan, RPP atas yang diterima, sampai credit advice
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-RPP                                   |
      | Tipe PO | 1                                        |
      | items   | [{"noMaterial": "9KT01A0001", "qty": 5}] |
    Dan 2 hari berlalu
    Maka feed "goods-receipt" berisi baris dengan:
      | No. PO | PO-RPP |
    Ketika outlet mengajukan RPP dengan:
      | No. PO             | PO-RPP            |
      | No. Vendor Invoice | {noVendorInvoice} |
      | No. Material       | 9KT01A0001        |
      | Tanggal Terima GR  | (hari ini)        |
      | Dealer Request     | C                 |
      | Kode Claim         | P1                |
      | Qty RPP            | 4                 |
      | No. RPP DMS        | RPP-EMPAT         |
    Maka jawabannya diterima
    Ketika pesan yang sama dikirim lagi dengan:
      | Qty RPP     | 2       |
      | No. RPP DMS | RPP-DUA |
    Maka jawabannya ditolak karena "TPOS-RPP-603"
    Ketika TAM melakukan "judge" dengan:
      | outletCode   | KTK000001 |
      | noDokumenDms | RPP-EMPAT |
      | tipeClaim    | 2         |
      | tamJudgement | "02"      |
      | qty          | 3         |
    Dan 1 hari berlalu
    Maka feed "credit-advice" berisi baris dengan:
      | Invoice No   | {noVendorInvoice} |
      | Gross Amount | 468750            |
      | Net Amount   | 375000            |

  Skenario konsep: RPP yang kurang atau salah ditolak
    Ketika outlet mengajukan RPP dengan:
      | No. PO             | PO-KT-0901 |
      | No. Vendor Invoice | KT0901     |
      | No. Material       | 9KT01A0001 |
      | <kolom>            | <isi>      |
    Maka jawabannya ditolak karena "<syarat>"

    @TPOS-RPP-002 @TPOS-RPP-003 @TPOS-RPP-004 @TPOS-RPP-005 @TPOS-RPP-006 @TPOS-RPP-007 @TPOS-RPP-008 @TPOS-RPP-009
    @TPOS-RPP-010 @TPOS-RPP-011
    Contoh: Kolom wajib
      | kolom              | isi         | syarat       |
      | No. PO             | (tidak ada) | TPOS-RPP-002 |
      | No. Vendor Invoice | (tidak ada) | TPOS-RPP-003 |
      | Tanggal Terima GR  | (tidak ada) | TPOS-RPP-004 |
      | Dealer Request     | (tidak ada) | TPOS-RPP-005 |
      | Kode Claim         | (tidak ada) | TPOS-RPP-006 |
      | Notes              | (tidak ada) | TPOS-RPP-007 |
      | Cancel Report      | (tidak ada) | TPOS-RPP-008 |
      | No. Material       | (tidak ada) | TPOS-RPP-009 |
      | Qty RPP            | (tidak ada) | TPOS-RPP-010 |
      | No. RPP DMS        | (tidak ada) | TPOS-RPP-011 |

    @TPOS-RPP-105 @TPOS-RPP-108 @TPOS-RPP-603 @TPOS-FLOW-119
    Contoh: Isi
      | kolom              | isi                  | syarat        |
      | Dealer Request     | X                    | TPOS-RPP-105  |
      | Cancel Report      | JVBERi0xLjQKJcOkw7w= | TPOS-RPP-108  |
      | Qty RPP            | 6                    | TPOS-RPP-603  |
      | No. Vendor Invoice | KT9999               | TPOS-FLOW-119 |
      | No. Material       | 9KT02B0001           | TPOS-FLOW-119 |

  @TPOS-RPP-308
  Skenario: Cancel report lebih dari 1 MB ditolak
    Diketahui "(1398108 karakter)" diingat sebagai "isi besar"
    Ketika outlet mengajukan RPP dengan:
      | Cancel Report | UEsDBBQA{isi besar} |
    Maka jawabannya ditolak karena "TPOS-RPP-308"

  @TPOS-RPP-405
  Skenario: RPP yang sama boleh dikirim lagi, nomor yang sama dengan isi lain tidak
    Ketika outlet mengirimnya
    Dan pesan yang sama dikirim lagi
    Maka jawabannya diterima
    Dan jawabannya sama seperti sebelumnya
    Ketika pesan yang sama dikirim lagi dengan:
      | Qty RPP | 1 |
    Maka jawabannya ditolak karena "TPOS-RPP-405"
