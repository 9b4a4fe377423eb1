# language: id
@dgi
Fitur: Hanya grup dealer yang berhak membaca datanya
  Setiap permintaan membawa kunci, token, dan waktu; sebuah grup hanya melihat dealernya sendiri.

  Skenario konsep: Kredensial yang salah ditolak
    Diketahui kredensial dirusak seperti "<cara>"
    Ketika grup dealer membaca prospek
    Maka jawabannya berstatus 200
    Dan kolom "status" adalah "0"
    Dan jawabannya ditolak hanya karena "<aturan>"

    @DGI-AUTH-001 @DGI-AUTH-003 @DGI-AUTH-004 @DGI-AUTH-005 @DGI-AUTH-011 @DGI-AUTH-012 @DGI-API-015
    Contoh: Kunci dan token
      | cara             | aturan       |
      | no-credential    | DGI-AUTH-001 |
      | wrong-credential | DGI-AUTH-001 |
      | no-signature     | DGI-AUTH-003 |
      | wrong-signature  | DGI-AUTH-004 |
      | joined-otherwise | DGI-AUTH-004 |
      | other-time       | DGI-AUTH-004 |
      | other-secret     | DGI-AUTH-004 |

    @DGI-AUTH-006 @DGI-AUTH-007 @DGI-AUTH-008 @DGI-AUTH-009
    Contoh: Waktu
      | cara        | aturan       |
      | no-time     | DGI-AUTH-006 |
      | wrong-time  | DGI-AUTH-007 |
      | old-time    | DGI-AUTH-008 |
      | future-time | DGI-AUTH-009 |

  @DGI-AUTH-002
  Skenario: Kunci yang tidak dikenal ditolak
    Ketika operasi "readPrsp" dipanggil dengan header:
      | DGI-API-Key | kunci-tidak-dikenal |
    Maka jawabannya ditolak hanya karena "DGI-AUTH-002"

  @DGI-AUTH-025
  Skenario: Kiriman dengan token yang salah tidak tersimpan
    Diketahui kredensial dirusak seperti "wrong-signature"
    Ketika grup dealer mengirim tagihan H1 dengan:
      | idInvoice | TJ-QA-9 |
    Maka jawabannya ditolak
    Diketahui dealer "99101" sudah masuk
    Ketika grup dealer membaca tagihan H1
    Maka daftar tidak berisi baris dengan:
      | idInvoice | TJ-QA-9 |

  @DGI-ADD-012
  Skenario: Kiriman yang ditolak karena waktunya dapat dikirim lagi
    Diketahui kredensial dirusak seperti "old-time"
    Ketika grup dealer mengirim tagihan H1 dengan:
      | idInvoice | TJ-QA-10 |
    Maka jawabannya ditolak hanya karena "DGI-AUTH-008"
    Diketahui dealer "99101" sudah masuk
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya diterima
    Ketika grup dealer membaca tagihan H1
    Maka daftar berisi baris dengan:
      | idInvoice | TJ-QA-10 |

  @DGI-AUTH-027
  Skenario: Main dealer mencatat setiap panggilan
    Diketahui dealer "99201" sudah masuk
    Ketika grup dealer membaca prospek
    Dan grup dealer membaca prospek dengan:
      | fromTime | (tidak ada) |
    Maka tampilan "dgi/activity" berisi baris dengan:
      | endpoint  | /dgi-api/v1.3/prsp/read |
      | status    | 1                       |
      | dataCount | 1                       |
    Dan tampilan "dgi/activity" berisi baris dengan:
      | endpoint | /dgi-api/v1.3/prsp/read |
      | status   | 0                       |

  @DGI-AUTH-014
  Skenario: Satu token boleh dipakai lagi selama waktunya
    Ketika grup dealer membaca prospek
    Dan pesan yang sama dikirim lagi 3 kali
    Maka jawabannya diterima

  @DGI-AUTH-015 @DGI-AUTH-016
  Skenario: Sebuah grup melihat semua dealernya, atau satu yang diminta
    Ketika grup dealer membaca prospek dengan:
      | dealerId | (tidak ada) |
    Maka daftar berisi baris-baris:
      | dealerId |
      | 99101    |
      | 99102    |
    Ketika grup dealer membaca prospek dengan:
      | dealerId | 99102 |
    Maka daftar tepat berisi:
      | dealerId |
      | 99102    |

  @DGI-AUTH-017 @DGI-RD-013
  Skenario konsep: Data grup lain tidak pernah terbaca
    Diketahui proses "<proses>" dimulai di dealer "99201"
    Dan dealer "99101" sudah masuk
    Ketika grup dealer <membaca> dengan:
      | dealerId | (tidak ada) |
    Maka jawabannya diterima
    Dan daftar tidak berisi baris dengan:
      | dealerId | 99201 |
    Diketahui dealer "99201" sudah masuk
    Ketika grup dealer <membaca>
    Maka daftar berisi baris dengan:
      | dealerId | 99201 |

    Contoh:
      | proses       | membaca                |
      | dealing      | membaca prospek        |
      | work-order   | membaca PKB            |
      | inbound-unit | membaca faktur unit    |
      | part-sales   | membaca penjualan part |

  @DGI-AUTH-018
  Skenario: Dealer di luar grup ditolak
    Ketika grup dealer membaca prospek dengan:
      | dealerId | 99201 |
    Maka jawabannya ditolak hanya karena "DGI-AUTH-018"

  @DGI-AUTH-019
  Skenario: Satu kunci untuk H1 dan H23
    Ketika grup dealer membaca SPK
    Maka jawabannya diterima
    Ketika grup dealer membaca PKB
    Maka jawabannya diterima
    Ketika grup dealer membaca penjualan part
    Maka jawabannya diterima
