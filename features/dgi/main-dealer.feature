# language: id
@dgi
Fitur: Setiap main dealer pada slide
  Sembilan main dealer memakai kontrak yang sama; bedanya hanya yang tercatat di contracts/dgi/variants.

  @DGI-MD-002
  Aturan: Yang tidak diketahui bedanya berjalan seperti kontrak

    Skenario konsep: Tidak ada beda yang diketahui
      Diketahui main dealer adalah "<main dealer>"
      Dan proses "dealing" dimulai di dealer "99101"
      Ketika grup dealer membaca prospek
      Maka bentuk jawaban sesuai kontrak
      Dan daftar berisi baris dengan:
        | idProspect | {dealing} |
      Ketika grup dealer mengirim tagihan H1
      Maka jawabannya diterima

      Contoh:
        | main dealer |
        | CDN         |
        | INDAKO      |
        | MPM         |

  @DGI-MD-001
  Aturan: Jalur di depan alamat

    Skenario konsep: Main dealer dengan jalurnya sendiri
      Diketahui main dealer adalah "<main dealer>"
      Ketika grup dealer membaca PKB
      Maka bentuk jawaban sesuai kontrak
      Dan daftar berisi 1 baris
      Ketika grup dealer mengirim nota bengkel
      Maka jawabannya diterima

      Contoh:
        | main dealer |
        | DAYA        |
        | HSO         |

    Skenario: Jalur kontrak tidak berlaku di TRIO
      Diketahui main dealer adalah "TRIO"
      Ketika grup dealer membaca prospek
      Maka jawabannya diterima
      Ketika grup dealer membaca tagihan H1
      Maka jawabannya berstatus 404

  @DGI-MD-002 @DGI-PKB-020
  Aturan: HSO menulis status PKB yang ditutup sebagai teks

    Skenario: PKB yang ditutup
      Diketahui main dealer adalah "HSO"
      Dan proses "work-order" dimulai di dealer "99101"
      Dan proses "work-order" berlanjut dengan "finish"
      Dan proses "work-order" berlanjut dengan "close"
      Ketika grup dealer membaca PKB dengan:
        | noWorkOrder | {pkb} |
      Maka kolom "statusWorkOrder" adalah "Closed"

  @DGI-MD-002 @DGI-AUTH-005
  Aturan: TDM merangkai token dengan titik dua

    Skenario: Token dengan titik dua diterima, token kontrak ditolak
      Diketahui main dealer adalah "TDM"
      Ketika grup dealer membaca prospek
      Maka jawabannya ditolak hanya karena "DGI-AUTH-004"
      Diketahui token dirangkai dengan titik dua
      Ketika grup dealer membaca prospek
      Maka jawabannya diterima

    Skenario konsep: Cara tindak lanjut ditulis sebagai teks
      Diketahui jam berhenti pada "2026-11-23 08:00"
      Dan main dealer adalah "TDM"
      Dan token dirangkai dengan titik dua
      Dan proses "dealing" dimulai di dealer "99101" dengan:
        | metodeFollowUp | "<kode>" |
      Ketika grup dealer membaca prospek dengan:
        | idProspect | {dealing} |
      Maka kolom "metodeFollowUp" adalah "<teks>"

      Contoh:
        | kode | teks  |
        | 1    | Sms   |
        | 2    | Call  |
        | 3    | Visit |

    Skenario: Tagihan H1 tanpa dealer dan dengan teks diterima
      Diketahui main dealer adalah "TDM"
      Dan token dirangkai dengan titik dua
      Ketika grup dealer mengirim tagihan H1 dengan:
        | dealerId       | (tidak ada) |
        | tipePembayaran | Cash        |
        | caraBayar      | Cash        |
        | status         | Close       |
        | amount         | "0"         |
      Maka jawabannya diterima

  @DGI-MD-002
  Aturan: WAHANA menyaring penjualan part dengan noSO

    @DGI-PRSL-012
    Skenario: noSO menyaring, noPO tidak dikenal
      Diketahui main dealer adalah "WAHANA"
      Dan proses "part-sales" dimulai di dealer "99101"
      Ketika grup dealer membaca penjualan part dengan:
        | "noSO" | {prsl} |
      Maka daftar tepat berisi:
        | noSO   |
        | {prsl} |
      Ketika grup dealer membaca penjualan part dengan:
        | noPO | {prsl} |
      Maka daftar berisi paling sedikit 2 baris

    @DGI-DOCH-007
    Skenario: Status STNK boleh berupa teks
      Diketahui main dealer adalah "WAHANA"
      Ketika grup dealer membaca pengurusan dokumen
      Maka kolom "unit[1].statusFakturSTNK" adalah "Process"

  @DGI-MD-002
  Aturan: SINSEN memakai kode dan antarmuka CRM sendiri

    Skenario: Kode main dealer E20
      Diketahui main dealer adalah "SINSEN"
      Dan proses "inbound-unit" dimulai di dealer "99101"
      Ketika grup dealer membaca faktur unit
      Maka daftar berisi baris dengan:
        | noInvoice    | {mdinvh1} |
        | mainDealerId | E20       |

    @DGI-CRM-001 @DGI-CRM-002
    Skenario: Leads dengan header dan nama daftar SINSEN
      Diketahui main dealer adalah "SINSEN"
      Dan main dealer menyediakan tambahan "crm"
      Ketika main dealer mengirim leads
      Maka jawabannya ditolak hanya karena "DGI-AUTH-001"
      Dan jawabannya berbunyi "CRM-API-Key"
      Dan kolom "message[1]" terisi
      Diketahui kunci dikirim sebagai "CRM-API-Key" dan token sebagai "CRM-API-Token"
      Ketika pesan yang sama dikirim lagi dengan:
        | "prospek"    | {prospects}    |
        | "interaksi"  | {interactions} |
        | prospects    | (tidak ada)    |
        | interactions | (tidak ada)    |
      Maka jawabannya diterima
      Diketahui kredensial dirusak seperti "future-time"
      Ketika pesan yang sama dikirim lagi
      Maka jawabannya diterima

  @DGI-MD-002
  Aturan: TRIO adalah server versi 1.2 dengan caranya sendiri

    Latar Belakang:
      Diketahui main dealer adalah "TRIO"
      Dan dealer "99101" sudah masuk

    @DGI-API-011
    Skenario: Tidak ada yang cocok adalah kegagalan
      Ketika grup dealer membaca prospek dengan:
        | idProspect | PSP-TIDAK-ADA |
      Maka jawabannya ditolak
      Dan kolom "status" adalah "0"
      Dan kolom "data" kosong
      Dan kolom "message" terisi

    @DGI-WIN-006
    Skenario: Jendela sampai 30 hari diterima
      Ketika grup dealer membaca prospek dengan:
        | fromTime | (sekarang -30 hari) |
        | toTime   | (sekarang)          |
      Maka jawabannya diterima
      Ketika grup dealer membaca prospek dengan:
        | fromTime | (sekarang -31 hari) |
        | toTime   | (sekarang)          |
      Maka jawabannya ditolak

    @DGI-AUTH-008 @DGI-AUTH-009
    Skenario: Waktu di masa depan lolos, waktu lampau tidak
      Diketahui kredensial dirusak seperti "future-time"
      Ketika grup dealer membaca prospek
      Maka jawabannya diterima
      Diketahui kredensial dirusak seperti "old-time"
      Ketika grup dealer membaca prospek
      Maka jawabannya ditolak hanya karena "DGI-AUTH-008"

    @DGI-API-013 @DGI-AUTH-001
    Skenario: Alasan penolakan berupa teks, bukan objek
      Diketahui kuncinya salah
      Ketika grup dealer membaca prospek
      Maka jawabannya ditolak hanya karena "DGI-AUTH-001"
      Dan kolom "message" terisi
      Dan kolom "message.message1" kosong

    @DGI-API-028 @DGI-INV1-101
    Skenario: Tagihan H1 yang ditolak berstatus 400
      Ketika grup dealer mengirim tagihan H1
      Maka jawabannya diterima
      Ketika grup dealer mengirim tagihan H1 dengan:
        | idInvoice | (tidak ada) |
      Maka jawabannya ditolak hanya karena "DGI-INV1-101"
      Dan jawabannya berstatus 400
      Dan kolom "message.confirmation" terisi

    @DGI-PRSP-003
    Skenario: Kolom dengan ejaan dan tambahannya sendiri
      Ketika grup dealer membaca prospek
      Maka daftar berisi baris dengan:
        | kodeKelurahanKantor | (tidak ada) |
      Dan jawabannya berbunyi "KodeKelurahanKantor"
      Ketika grup dealer membaca BAST
      Maka jawabannya berbunyi "tanggalSuratjalan"
      Ketika grup dealer membaca pengurusan dokumen
      Maka jawabannya berbunyi "tanggalSPK"
      Ketika grup dealer membaca pengajuan leasing
      Maka jawabannya berbunyi "tanggalSPK"
      Ketika grup dealer membaca penerimaan part
      Maka jawabannya berbunyi "row_status"

    @DGI-PKB-003
    Skenario: PKB tanpa kolom promosi dan diskon
      Ketika grup dealer membaca PKB
      Maka kolom "services[1].biayaService" terisi
      Dan kolom "services[1].promoIdJasa" kosong
      Dan kolom "parts[1].discPartsAmount" kosong

    @DGI-PKB-007
    Skenario: Yang datang ke bengkel ditulis dengan huruf
      Diketahui proses "work-order" dimulai di dealer "99101"
      Ketika grup dealer membaca PKB dengan:
        | noWorkOrder | {pkb} |
      Maka kolom "tipeComingCustomer" adalah "M"

    @DGI-LSNG-021
    Skenario: Pengajuan leasing masih dapat dicari dengan pelanggannya
      Ketika grup dealer membaca pengajuan leasing dengan:
        | "idCustomer" | CUS-TIDAK-ADA |
      Maka jawabannya ditolak
      Ketika grup dealer membaca pengajuan leasing
      Maka jawabannya diterima

    @DGI-PINB-010
    Skenario: Penerimaan part disaring dengan noPo
      Diketahui proses "inbound-part" dimulai di dealer "99101"
      Dan proses "inbound-part" berlanjut dengan "receive-parts"
      Ketika grup dealer membaca penerimaan part dengan:
        | "noPo" | POP-99101-2611K0001 |
      Maka daftar tepat berisi:
        | noPenerimaan |
        | {pinb}       |

    @DGI-PRSL-012
    Skenario: Penjualan part disaring dengan noSO
      Diketahui proses "part-sales" dimulai di dealer "99101"
      Ketika grup dealer membaca penjualan part dengan:
        | "noSO" | {prsl} |
      Maka daftar tepat berisi:
        | noSO   |
        | {prsl} |
