# language: id
@dgi
Fitur: Grup dealer membaca prospek
  Main dealer mencatat siapa yang ingin membeli motor; grup dealer membacanya dalam jendela waktu.

  Latar Belakang:
    Diketahui dealer "99101" sudah masuk

  @DGI-PRSP-001 @DGI-WIN-009
  Skenario: Prospek baru terbaca
    Diketahui proses "dealing" dimulai di dealer "99101" dengan:
      | namaLengkap | Contoh Melati |
    Ketika grup dealer membaca prospek
    Maka jawabannya diterima
    Dan bentuk jawaban sesuai kontrak
    Dan daftar berisi baris dengan:
      | idProspect                | {dealing}     |
      | namaLengkap               | Contoh Melati |
      | statusProspect            | 1             |
      | statusFollowUpProspecting | 1             |
      | unit[1].kodeTipeUnit      | AB1           |

  @DGI-PRSP-020
  Skenario konsep: Prospek terbaca dengan status apa pun
    Diketahui proses "dealing" dimulai di dealer "99101"
    Dan proses "dealing" berlanjut dengan "<langkah>"
    Ketika grup dealer membaca prospek
    Maka daftar berisi baris dengan:
      | idProspect     | {dealing} |
      | statusProspect | <status>  |

    Contoh:
      | langkah   | status |
      | follow-up | 3      |
      | order     | 4      |
      | not-deal  | 5      |

  @DGI-WIN-010 @DGI-RD-008
  Skenario: Prospek yang ditindaklanjuti terbaca lagi
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan proses "dealing" dimulai di dealer "99101"
    Ketika 3 jam berlalu
    Dan proses "dealing" berlanjut dengan "follow-up"
    Dan grup dealer membaca prospek dengan:
      | fromTime | (sekarang -1 jam) |
      | toTime   | (sekarang)        |
    Maka daftar tepat berisi:
      | idProspect | createdTime         | modifiedTime        |
      | {dealing}  | 23/11/2026 08:00:00 | 23/11/2026 11:00:00 |

  @DGI-PRSP-010 @DGI-RD-001
  Skenario: Prospek dicari dengan nomornya
    Diketahui proses "dealing" dimulai di dealer "99101"
    Ketika grup dealer membaca prospek dengan:
      | idProspect | {dealing} |
    Maka daftar tepat berisi:
      | idProspect |
      | {dealing}  |

  @DGI-RD-002
  Skenario: Beberapa saringan berlaku bersama
    Ketika grup dealer membaca prospek dengan:
      | idProspect    | PSP-99101-2611-0001 |
      | idSalesPeople | S-0001              |
    Maka daftar berisi 1 baris
    Ketika pesan yang sama dikirim lagi dengan:
      | idSalesPeople | S-0999 |
    Maka daftar kosong

  @DGI-PRSP-011 @DGI-API-011
  Skenario: Prospek yang tidak ada bukanlah kesalahan
    Ketika grup dealer membaca prospek dengan:
      | idProspect | PSP-TIDAK-ADA |
    Maka jawabannya diterima
    Dan jawabannya berstatus 200
    Dan kolom "status" adalah "1"
    Dan daftar kosong
