# language: id
@dgi
Fitur: Perintah kerja bengkel (PKB) dan notanya
  Dari pendaftaran motor sampai nota jasa (NJB) dan nota suku cadang (NSC).

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan dealer "99101" sudah masuk
    Dan proses "work-order" dimulai di dealer "99101" dengan:
      | keluhanKonsumen | Rem depan berbunyi |
      | kmTerakhir      | 4321               |

  @DGI-PKB-001 @DGI-PKB-010 @DGI-PKB-011
  Skenario: PKB yang dibuka terbaca
    Ketika grup dealer membaca PKB dengan:
      | noWorkOrder | {pkb} |
    Maka bentuk jawaban sesuai kontrak
    Dan jawabannya berisi:
      | noWorkOrder       | {pkb}              |
      | statusWorkOrder   | 1                  |
      | keluhanKonsumen   | Rem depan berbunyi |
      | kmTerakhir        | 4321               |
      | totalBiayaService | 0                  |
    Dan kolom "services" kosong
    Ketika grup dealer membaca PKB dengan:
      | noWorkOrder | WO-TIDAK-ADA |
    Maka daftar kosong

  @DGI-PKB-020 @DGI-PKB-007
  Skenario konsep: PKB terbaca dengan status apa pun
    Ketika proses "work-order" berlanjut dengan "<langkah>"
    Dan grup dealer membaca PKB dengan:
      | noWorkOrder | {pkb} |
    Maka kolom "statusWorkOrder" adalah "<status>"

    Contoh:
      | langkah     | status |
      | pause       | 2      |
      | wait        | 3      |
      | finish      | 4      |
      | cancel-work | 5      |

  @DGI-PKB-021 @DGI-WIN-010 @DGI-WIN-011
  Skenario: PKB terbaca lagi setiap kali statusnya berubah
    Ketika 1 jam berlalu
    Dan proses "work-order" berlanjut dengan "wait"
    Dan 3 hari berlalu
    Dan grup dealer membaca PKB dengan:
      | fromTime | (sekarang -1 jam) |
      | toTime   | (sekarang)        |
    Maka daftar kosong
    Ketika proses "work-order" berlanjut dengan "resume"
    Dan grup dealer membaca PKB dengan:
      | fromTime | (sekarang -1 jam) |
      | toTime   | (sekarang)        |
    Maka daftar tepat berisi:
      | noWorkOrder | statusWorkOrder | createdTime         | modifiedTime        |
      | {pkb}       | 1               | 23/11/2026 08:00:00 | 26/11/2026 09:00:00 |

  @DGI-PKB-008 @DGI-INV2-001 @DGI-INV2-010 @DGI-INV2-011 @DGI-INV2-020
  Skenario: Jasa dan part ditagih dalam NJB dan NSC
    Ketika proses "work-order" berlanjut dengan "add-service" di mana:
      | namaPekerjaan | Servis berkala |
      | biayaService  | 80000          |
    Dan proses "work-order" berlanjut dengan "add-part" di mana:
      | kuantitas | 2 |
    Dan grup dealer membaca PKB dengan:
      | noWorkOrder | {pkb} |
    Maka kolom "services[1].namaPekerjaan" adalah "Servis berkala"
    Dan kolom "parts[1].kuantitas" adalah "2"
    Dan kolom "services[1].totalHargaServis" diingat sebagai "jasa"
    Dan kolom "parts[1].totalHargaParts" diingat sebagai "part"
    Ketika proses "work-order" berlanjut dengan "finish"
    Dan grup dealer membaca nota bengkel dengan:
      | noWorkOrder | {pkb} |
    Maka daftar kosong
    Ketika proses "work-order" berlanjut dengan "close"
    Dan proses "work-order" berlanjut dengan "bill"
    Dan grup dealer membaca nota bengkel dengan:
      | noWorkOrder | {pkb} |
    Maka bentuk jawaban sesuai kontrak
    Dan jawabannya berisi:
      | noWorkOrder             | {pkb}  |
      | totalHargaNJB           | {jasa} |
      | totalHargaNSC           | {part} |
      | njb[1].totalHargaServis | {jasa} |
      | nsc[1].totalHargaParts  | {part} |
