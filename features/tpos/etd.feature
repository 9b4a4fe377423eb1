# language: id
@tpos
Fitur: Inquiry ETD
  Outlet menanyakan kapan part pesanannya berangkat dan tiba; back order dengan ETD original, sebelumnya, dan terakhir.

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan outlet "KTK000001" sudah masuk
    Dan sebuah "pesanan" dengan:
      | No. PO     | PO-ETD     |
      | Tipe PO    | 1          |
      | Tanggal PO | (hari ini) |
    Dan baris "items" adalah:
      | No. Material | Qty |
      | 9KT01A0001   | 5   |
      | 9KT01A0002   | 2   |

  @TPOS-ETD-401 @TPOS-ETD-602 @TPOS-ETD-606 @TPOS-ETD-801 @TPOS-ETD-802 @TPOS-FLOW-039
  Skenario: Back order dijawab dengan ETD dan ETA pertamanya
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan outlet menanyakan ETD dengan:
      | No. PO        | PO-ETD     |
      | Tipe Order    | 1          |
      | No. Part      | 9KT01A0002 |
      | ETD Date From | 20261123   |
      | ETD Date To   | 20261231   |
    Maka bentuk jawaban sesuai kontrak
    Dan jawabannya berisi:
      | Tanggal PO       | 20261123   |
      | BO - Tanggal BO  | 20261123   |
      | BO - Qty BO      | 2          |
      | Sebelumnya - ETD | (null)     |
      | Terakhir - ETD   | {originalEtd} |
      | Terakhir - ETA   | {originalEta} |
    Dan kolom "Terakhir - ETD" paling sedikit "20261124 00:00"
    Dan kolom "Terakhir - ETA" paling sedikit "{terakhirEtd}"

  @TPOS-PO-608 @TPOS-ETD-607
  Skenario: Part yang bukan back order dijawab dengan ETD standar tanpa kolom back order
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan outlet menanyakan ETD dengan:
      | No. PO        | PO-ETD     |
      | Tipe Order    | 1          |
      | No. Part      | 9KT01A0001 |
      | ETD Date From | 20261123   |
      | ETD Date To   | 20261231   |
    Maka jawabannya berisi:
      | Terakhir - ETD | 20261124 14:00 |
    Dan kolom "BO - Qty BO" kosong
    Dan kolom "BO - Tanggal BO" kosong

  @TPOS-ETD-605
  Skenario konsep: Hanya ETD terakhir di antara kedua tanggal, termasuk keduanya, yang dijawab
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan TAM melakukan "change-etd" dengan:
      | outletCode | KTK000001      |
      | noPo       | PO-ETD         |
      | noPart     | 9KT01A0002     |
      | etd        | 20261210 08:00 |
    Dan outlet menanyakan ETD dengan:
      | No. PO        | PO-ETD     |
      | Tipe Order    | 1          |
      | No. Part      | 9KT01A0002 |
      | ETD Date From | <dari>     |
      | ETD Date To   | <sampai>   |
    Maka daftar berisi <baris> baris

    Contoh:
      | dari     | sampai   | baris |
      | 20261210 | 20261210 | 1     |
      | 20261201 | 20261209 | 0     |
      | 20261211 | 20261231 | 0     |

  @TPOS-ETD-412
  Skenario: Rentang tanggal yang terbalik tidak menemukan apa pun
    Ketika outlet mengirimnya
    Dan 5 menit berlalu
    Dan outlet menanyakan ETD dengan:
      | No. PO        | PO-ETD     |
      | Tipe Order    | 1          |
      | No. Part      | 9KT01A0002 |
      | ETD Date From | 20261231   |
      | ETD Date To   | 20261123   |
    Maka daftar kosong

  @TPOS-FLOW-040
  Skenario: Sebelum pesanan diproses belum ada ETD back order
    Ketika outlet mengirimnya
    Dan outlet menanyakan ETD dengan:
      | No. PO        | PO-ETD     |
      | Tipe Order    | 1          |
      | No. Part      | 9KT01A0002 |
      | ETD Date From | 20261123   |
      | ETD Date To   | 20261231   |
    Maka daftar tidak berisi baris dengan:
      | BO - Qty BO | 2 |

  Skenario konsep: Inquiry ETD tanpa kolom wajib ditolak
    Ketika outlet menanyakan ETD dengan:
      | <kolom> | (tidak ada) |
    Maka jawabannya ditolak karena "<syarat>"

    @TPOS-ETD-003 @TPOS-ETD-004 @TPOS-ETD-005 @TPOS-ETD-006 @TPOS-ETD-007
    Contoh:
      | kolom         | syarat       |
      | Tipe Order    | TPOS-ETD-003 |
      | No. PO        | TPOS-ETD-004 |
      | No. Part      | TPOS-ETD-005 |
      | ETD Date From | TPOS-ETD-006 |
      | ETD Date To   | TPOS-ETD-007 |
