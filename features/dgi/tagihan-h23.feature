# language: id
@dgi
Fitur: Nota bengkel dikirim ke main dealer (inv2)
  NJB dan NSC sebuah PKB dikirim bersama setelah pekerjaan selesai.

  Latar Belakang:
    Diketahui dealer "99101" sudah masuk

  @DGI-INV2-100 @DGI-INV2-020 @DGI-ADD-005 @DGI-ADD-006
  Skenario: PKB baru ditagih oleh bengkel
    Diketahui proses "work-order" dimulai di dealer "99101"
    Dan proses "work-order" berlanjut dengan "add-service"
    Dan proses "work-order" berlanjut dengan "finish"
    Ketika grup dealer mengirim nota bengkel dengan:
      | noWorkOrder   | {pkb}    |
      | noNJB         | NJB-QA-1 |
      | noNSC         | NSC-QA-1 |
      | totalHargaNJB | 70000    |
    Maka jawabannya diterima
    Ketika grup dealer membaca nota bengkel dengan:
      | noWorkOrder | {pkb} |
    Maka daftar tepat berisi:
      | noNJB    | noNSC    | totalHargaNJB | njb[1].hargaServis | nsc[1].kuantitas |
      | NJB-QA-1 | NSC-QA-1 | 70000         | 75000              | 2                |

  @DGI-INV2-121 @DGI-INV2-122
  Skenario konsep: Rincian jasa atau part boleh tidak ada
    Ketika grup dealer mengirim nota bengkel dengan:
      | <rincian> | (tidak ada) |
    Maka jawabannya diterima

    Contoh:
      | rincian |
      | njb     |
      | nsc     |

  Skenario konsep: Nota yang salah ditolak
    Ketika grup dealer mengirim nota bengkel dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak hanya karena "<aturan>"

    @DGI-INV2-101 @DGI-INV2-102 @DGI-INV2-108 @DGI-INV2-203 @DGI-INV2-207 @DGI-INV2-221 @DGI-INV2-222 @DGI-INV2-304 @DGI-INV2-321 @DGI-INV2-401 @DGI-INV2-402
    Contoh:
      | kolom              | isi           | aturan       |
      | noWorkOrder        | (tidak ada)   | DGI-INV2-101 |
      | noNJB              | (null)        | DGI-INV2-102 |
      | hondaIdSA          | (tidak ada)   | DGI-INV2-108 |
      | tanggalNJB         | 2026-11-23    | DGI-INV2-203 |
      | totalHargaNSC      | seribu        | DGI-INV2-207 |
      | njb[1].hargaServis | gratis        | DGI-INV2-221 |
      | nsc[1].kuantitas   | dua           | DGI-INV2-222 |
      | totalHargaNJB      | 123456789     | DGI-INV2-304 |
      | njb[1].idJob       | (11 karakter) | DGI-INV2-321 |
      | noWorkOrder        | WO-TIDAK-ADA  | DGI-INV2-401 |
      | dealerId           | 99102         | DGI-INV2-402 |

  @DGI-ADD-001
  Skenario: Satu baris yang salah menolak seluruh nota
    Diketahui proses "work-order" dimulai di dealer "99101"
    Ketika grup dealer mengirim nota bengkel dengan:
      | noWorkOrder      | {pkb} |
      | nsc[1].kuantitas | dua   |
    Maka jawabannya ditolak
    Ketika grup dealer membaca nota bengkel dengan:
      | noWorkOrder | {pkb} |
    Maka daftar kosong
