# language: id
@dgi
Fitur: Penjualan part di toko
  Part dijual langsung kepada pelanggan (SOR).

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan dealer "99101" sudah masuk
    Dan proses "part-sales" dimulai di dealer "99101" dengan:
      | kuantitas | 3 |

  @DGI-PRSL-001 @DGI-PRSL-020
  Skenario: Penjualan terbaca dengan partnya
    Ketika grup dealer membaca penjualan part
    Maka bentuk jawaban sesuai kontrak
    Dan daftar berisi baris dengan:
      | noSO               | {prsl}     |
      | tglSO              | 23/11/2026 |
      | parts[1].kuantitas | 3          |

  @DGI-PRSL-008 @DGI-WIN-010
  Skenario: Part ditambahkan kemudian
    Ketika 2 jam berlalu
    Dan proses "part-sales" berlanjut dengan "add-line" di mana:
      | kuantitas | 1 |
    Dan grup dealer membaca penjualan part dengan:
      | fromTime | (sekarang -1 jam) |
      | toTime   | (sekarang)        |
    Maka daftar tepat berisi:
      | noSO   | parts[1].kuantitas | parts[2].kuantitas | modifiedTime        |
      | {prsl} | 3                  | 1                  | 23/11/2026 10:00:00 |

  @DGI-PRSL-011 @DGI-PRSL-012
  Skenario: Penjualan dicari dengan nomornya
    Ketika grup dealer membaca penjualan part dengan:
      | noPO | {prsl} |
    Maka daftar tepat berisi:
      | noSO   |
      | {prsl} |
    Ketika grup dealer membaca penjualan part dengan:
      | noPO | SOP-TIDAK-ADA |
    Maka daftar kosong

  @DGI-PRSL-020
  Skenario: Penjualan yang ditutup tetap terbaca
    Ketika proses "part-sales" berlanjut dengan "close-sale"
    Dan grup dealer membaca penjualan part dengan:
      | noPO | {prsl} |
    Maka daftar tepat berisi:
      | noSO   | parts[1].kuantitas |
      | {prsl} | 3                  |
