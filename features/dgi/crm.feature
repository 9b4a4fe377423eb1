# language: id
@dgi
Fitur: CRM: leads dari main dealer
  Tambahan main dealer: leads diserahkan, diterima satu per satu, dan statusnya dilaporkan kembali.

  Latar Belakang:
    Diketahui main dealer menyediakan tambahan "crm"

  @DGI-CRM-001 @DGI-CRM-002 @DGI-CRM-008
  Skenario: Leads dikirim ke dealer
    Ketika main dealer mengirim leads dengan:
      | prospects[1].leadsID | LEAD-QA-1 |
    Maka jawabannya diterima
    Dan kolom "status" adalah "1"
    Dan tampilan "dgi/leads" berisi baris dengan:
      | leadsID        | LEAD-QA-1 |
      | assignedDealer | 99101     |

  @DGI-CRM-001 @DGI-AUTH-009
  Skenario: Leads dengan waktu di masa depan ditolak
    Diketahui kredensial dirusak seperti "future-time"
    Ketika main dealer mengirim leads
    Maka jawabannya ditolak hanya karena "DGI-AUTH-009"

  @DGI-AUTH-018
  Skenario: Leads untuk dealer grup lain ditolak
    Ketika main dealer mengirim leads dengan:
      | prospects[1].assignedDealer | 99201 |
    Maka jawabannya ditolak hanya karena "DGI-AUTH-018"

  @DGI-CRM-003 @DGI-CRM-004
  Skenario: Lead yang lengkap diterima seluruhnya
    Ketika main dealer menyerahkan leads dengan:
      | leads[1].noHP | 080000000077 |
    Maka jawabannya diterima
    Dan kolom "result.leads" adalah "full_accept"
    Dan kolom "leads[1].noHP" adalah "080000000077"
    Dan kolom "leads[1].accpted" adalah "Y"
    Dan kolom "batchID" terisi

  @DGI-CRM-003 @DGI-CRM-004 @DGI-CRM-009
  Skenario konsep: Lead yang salah ditandai dengan alasannya
    Ketika main dealer menyerahkan leads dengan:
      | leads[1].<kolom> | <isi> |
    Maka jawabannya diterima
    Dan kolom "result.leads" adalah "full_reject"
    Dan kolom "leads[1].accpted" adalah "N"
    Dan kolom "leads[1].errorMessage" terisi
    Dan jawabannya berbunyi "<kolom>"

    Contoh:
      | kolom | isi            |
      | noHP  | (16 karakter)  |
      | noHP  | (tidak ada)    |
      | nama  | (101 karakter) |
      | nama  | (tidak ada)    |

  @DGI-CRM-005 @DGI-CRM-006 @DGI-CRM-008 @DGI-CRM-010
  Skenario konsep: Dealer melaporkan sampai di mana lead ditangani
    Ketika dealer melaporkan status lead dengan:
      | stageId | <tahap> |
    Maka jawabannya diterima

    Contoh:
      | tahap |
      | 7     |
      | 10    |
      | 12    |

  Skenario konsep: Laporan status yang salah ditolak
    Ketika dealer melaporkan status lead dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak hanya karena "<aturan>"

    @DGI-CRM-005 @DGI-CRM-006 @DGI-CRM-007 @DGI-AUTH-018
    Contoh:
      | kolom                      | isi         | aturan       |
      | stageId                    | 13          | DGI-CRM-005  |
      | assignedDealer             | (tidak ada) | DGI-CRM-006  |
      | leads.metodePembayaranDeal | 3           | DGI-CRM-007  |
      | assignedDealer             | 99201       | DGI-AUTH-018 |
