# language: id
@dgi
Fitur: Unit datang dari main dealer
  Faktur unit, surat jalan (SJ), lalu penerimaan barang (GRN) di dealer.

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan dealer "99101" sudah masuk
    Dan proses "inbound-unit" dimulai di dealer "99101" dengan:
      | kodeTipeUnit | AB1 |
      | kodeWarna    | RD  |
      | jumlahUnit   | 2   |

  @DGI-MDINVH1-001 @DGI-MDINVH1-020
  Skenario: Main dealer menagih unit yang dipesan
    Ketika grup dealer membaca faktur unit
    Maka bentuk jawaban sesuai kontrak
    Dan daftar berisi baris dengan:
      | noInvoice            | {mdinvh1}  |
      | dealerId             | 99101      |
      | tanggalInvoice       | (hari ini) |
      | unit[1].kodeTipeUnit | AB1        |
      | unit[2].kodeWarna    | RD         |

  @DGI-MDINVH1-010 @DGI-MDINVH1-011 @DGI-MDINVH1-012
  Skenario: Faktur unit dicari dengan pesanan atau surat jalannya
    Diketahui proses "inbound-unit" berlanjut dengan "ship-units"
    Dan proses "inbound-unit" berlanjut dengan "receive-units"
    Ketika grup dealer membaca faktur unit dengan:
      | noShippingList | {case} |
    Maka daftar tepat berisi:
      | noInvoice |
      | {mdinvh1} |
    Dan kolom "unit[1].poId" diingat sebagai "pesanan"
    Ketika grup dealer membaca faktur unit dengan:
      | poId | {pesanan} |
    Maka daftar tepat berisi:
      | noInvoice |
      | {mdinvh1} |
    Ketika grup dealer membaca faktur unit dengan:
      | poId | PO-TIDAK-ADA |
    Maka daftar kosong

  @DGI-UINB-020
  Skenario: Unit di jalan belum terbaca, unit yang diterima terbaca
    Ketika proses "inbound-unit" berlanjut dengan "ship-units"
    Dan grup dealer membaca penerimaan unit dengan:
      | noShippingList | {case} |
    Maka daftar kosong
    Ketika 1 hari berlalu
    Dan proses "inbound-unit" berlanjut dengan "receive-units"
    Dan grup dealer membaca penerimaan unit dengan:
      | toTime         | (sekarang) |
      | noShippingList | {case}     |
    Maka bentuk jawaban sesuai kontrak
    Dan daftar tepat berisi:
      | noInvoice | statusShippingList | tanggalTerima | unit[1].statusRFS | unit[2].statusRFS |
      | {mdinvh1} | 1                  | (hari ini)    | 1                 | 1                 |
    Dan kolom "unit[1].noGoodsReceipt" terisi

  @DGI-UINB-007 @DGI-WIN-010
  Skenario: Unit yang tertahan (NRFS) menjadi siap dijual
    Diketahui proses "inbound-unit" berlanjut dengan "ship-units"
    Dan proses "inbound-unit" berlanjut dengan "receive-units-not-ready"
    Ketika grup dealer membaca penerimaan unit dengan:
      | noShippingList | {case} |
    Maka kolom "unit[1].statusRFS" adalah "0"
    Dan kolom "unit[1].docNRFSId" terisi
    Ketika 2 hari berlalu
    Dan proses "inbound-unit" berlanjut dengan "make-units-ready"
    Dan grup dealer membaca penerimaan unit dengan:
      | fromTime       | (sekarang -1 hari) |
      | toTime         | (sekarang)         |
      | noShippingList | {case}             |
    Maka kolom "unit[1].statusRFS" adalah "1"

  @DGI-UINB-010 @DGI-UINB-011
  Skenario: Penerimaan unit dicari dengan pesanannya
    Diketahui proses "inbound-unit" berlanjut dengan "ship-units"
    Dan proses "inbound-unit" berlanjut dengan "receive-units"
    Ketika grup dealer membaca faktur unit dengan:
      | noShippingList | {case} |
    Maka kolom "unit[1].poId" diingat sebagai "pesanan"
    Ketika grup dealer membaca penerimaan unit dengan:
      | poId | {pesanan} |
    Maka daftar tepat berisi:
      | noShippingList |
      | {case}         |
    Ketika grup dealer membaca penerimaan unit dengan:
      | poId | PO-TIDAK-ADA |
    Maka daftar kosong
