# language: id
@dgi
Fitur: Part datang dari main dealer
  Faktur part dari main dealer, lalu penerimaan barang (GRN) di dealer.

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan dealer "99101" sudah masuk
    Dan proses "inbound-part" dimulai di dealer "99101" dengan:
      | kuantitas | 4 |

  @DGI-MDINVH3-001 @DGI-MDINVH3-020
  Skenario: Main dealer menagih part yang dipesan
    Ketika grup dealer membaca faktur part
    Maka bentuk jawaban sesuai kontrak
    Dan daftar berisi baris dengan:
      | noInvoice           | {mdinvh3}  |
      | dealerId            | 99101      |
      | tglInvoice          | (hari ini) |
      | parts[1].kuantitas  | 4          |
      | parts[1].jenisOrder | 2          |

  @DGI-PINB-001 @DGI-PINB-010 @DGI-PINB-011 @DGI-PINB-020 @DGI-MDINVH3-010 @DGI-MDINVH3-011
  Skenario: Part yang diterima memenuhi pesanannya
    Ketika proses "inbound-part" berlanjut dengan "receive-parts"
    Dan grup dealer membaca penerimaan part
    Maka bentuk jawaban sesuai kontrak
    Dan daftar berisi baris dengan:
      | noPenerimaan    | {pinb}     |
      | tglPenerimaan   | (hari ini) |
      | po[1].kuantitas | 4          |
    Ketika grup dealer membaca faktur part dengan:
      | noPO | PO-TIDAK-ADA |
    Maka daftar kosong
    Ketika grup dealer membaca penerimaan part dengan:
      | noPO | PO-TIDAK-ADA |
    Maka daftar kosong

  @DGI-PINB-010 @DGI-MDINVH3-010
  Skenario: Satu pesanan, faktur dan penerimaannya
    Diketahui proses "inbound-part" berlanjut dengan "receive-parts"
    Ketika grup dealer membaca faktur part dengan:
      | noPO | POP-99101-2611K0001 |
    Maka daftar tepat berisi:
      | noInvoice |
      | {mdinvh3} |
    Ketika grup dealer membaca penerimaan part dengan:
      | noPO | POP-99101-2611K0001 |
    Maka daftar tepat berisi:
      | noPenerimaan | po[1].noPO          |
      | {pinb}       | POP-99101-2611K0001 |
