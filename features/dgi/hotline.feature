# language: id
@dgi
Fitur: Hotline order dan uang jaminannya
  Part dipesan khusus untuk satu pelanggan; pesanan berjalan setelah uang jaminan diterima.

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan dealer "99101" sudah masuk
    Dan proses "work-order" dimulai di dealer "99101"
    Dan proses "hotline-order" dimulai di dealer "99101" dengan:
      | kuantitas | 2 |

  @DGI-UNPAIDHLO-001 @DGI-UNPAIDHLO-010 @DGI-UNPAIDHLO-011 @DGI-UNPAIDHLO-020
  Skenario: Hotline order menunggu uang jaminan
    Ketika grup dealer membaca hotline order yang belum dibayar dengan:
      | noWorkOrder | {pkb} |
    Maka bentuk jawaban sesuai kontrak
    Dan daftar tepat berisi:
      | idHLODocument | noWorkOrder | parts[1].kuantitas |
      | {unpaidhlo}   | {pkb}       | 2                  |
    Dan kolom "parts[1].uangMuka" terisi
    Ketika grup dealer membaca hotline order yang belum dibayar dengan:
      | idHLODocument | HLO-TIDAK-ADA |
    Maka daftar kosong

  @DGI-DPHLO-100 @DGI-DPHLO-021 @DGI-UNPAIDHLO-020 @DGI-UNPAIDHLO-021 @DGI-ADD-005
  Skenario: Dealer mengirim uang jaminan, pesanan tidak lagi menunggu
    Ketika grup dealer mengirim uang jaminan hotline dengan:
      | noInvoiceUangJaminan | UJ-QA-1     |
      | idHLODocument        | {unpaidhlo} |
      | noWorkOrder          | {pkb}       |
      | idCustomer           | 0012345678  |
    Maka jawabannya diterima
    Dan kolom "data" kosong
    Ketika grup dealer membaca hotline order yang belum dibayar dengan:
      | idHLODocument | {unpaidhlo} |
    Maka daftar kosong
    Ketika grup dealer membaca uang jaminan hotline dengan:
      | idHLODocument | {unpaidhlo} |
    Maka daftar tepat berisi:
      | noInvoiceUangJaminan | noWorkOrder | idCustomer |
      | UJ-QA-1              | {pkb}       | 0012345678 |

  @DGI-DPHLO-001 @DGI-DPHLO-010 @DGI-DPHLO-011 @DGI-DPHLO-020 @DGI-PINB-020
  Skenario: Dari pesanan sampai part tiba
    Ketika proses "hotline-order" berlanjut dengan "deposit"
    Dan grup dealer membaca uang jaminan hotline dengan:
      | noWorkOrder | {pkb} |
    Maka bentuk jawaban sesuai kontrak
    Dan daftar tepat berisi:
      | noInvoiceUangJaminan | idHLODocument |
      | {dphlo}              | {unpaidhlo}   |
    Ketika grup dealer membaca uang jaminan hotline dengan:
      | noWorkOrder | WO-TIDAK-ADA |
    Maka daftar kosong
    Ketika 4 hari berlalu
    Dan proses "hotline-order" berlanjut dengan "receive-hotline"
    Dan grup dealer membaca penerimaan part dengan:
      | fromTime | (sekarang -1 jam) |
      | toTime   | (sekarang)        |
    Maka daftar tepat berisi:
      | noPenerimaan | po[1].jenisOrder | po[1].kuantitas |
      | {pinb}       | 3                | 2               |

  @DGI-DPHLO-121
  Skenario: Uang jaminan tanpa daftar part diterima
    Ketika grup dealer mengirim uang jaminan hotline dengan:
      | parts | (tidak ada) |
    Maka jawabannya diterima

  Skenario konsep: Uang jaminan yang salah ditolak
    Ketika grup dealer mengirim uang jaminan hotline dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak hanya karena "<aturan>"

    @DGI-DPHLO-101 @DGI-DPHLO-102 @DGI-DPHLO-105 @DGI-DPHLO-203 @DGI-DPHLO-221 @DGI-DPHLO-301 @DGI-DPHLO-401 @DGI-DPHLO-402 @DGI-DPHLO-403
    Contoh:
      | kolom                | isi           | aturan        |
      | noInvoiceUangJaminan | (tidak ada)   | DGI-DPHLO-101 |
      | idHLODocument        | (null)        | DGI-DPHLO-102 |
      | idCustomer           | (null)        | DGI-DPHLO-105 |
      | tanggalPemesananHLO  | 2026-11-23    | DGI-DPHLO-203 |
      | parts[1].kuantitas   | dua           | DGI-DPHLO-221 |
      | noInvoiceUangJaminan | (26 karakter) | DGI-DPHLO-301 |
      | idHLODocument        | HLO-TIDAK-ADA | DGI-DPHLO-401 |
      | noWorkOrder          | WO-TIDAK-ADA  | DGI-DPHLO-402 |
      | dealerId             | 99102         | DGI-DPHLO-403 |
