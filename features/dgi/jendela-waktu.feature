# language: id
@dgi
Fitur: Jendela waktu pembacaan
  Setiap pembacaan menyebut jendela waktu paling panjang 7 hari, dalam 30 hari terakhir.

  Latar Belakang:
    Diketahui dealer "99101" sudah masuk

  Skenario konsep: Jendela yang salah ditolak
    Ketika grup dealer membaca SPK dengan:
      | fromTime | <dari>   |
      | toTime   | <sampai> |
    Maka jawabannya ditolak hanya karena "<aturan>"

    @DGI-WIN-001 @DGI-WIN-002 @DGI-WIN-004 @DGI-WIN-006 @DGI-WIN-012
    Contoh:
      | dari                | sampai              | aturan      |
      | (tidak ada)         | (sekarang)          | DGI-WIN-001 |
      | (null)              | (sekarang)          | DGI-WIN-001 |
      | (kosong)            | (sekarang)          | DGI-WIN-001 |
      | 22/11/2026 08:00:00 | (sekarang)          | DGI-WIN-002 |
      | 2026-11-22          | (sekarang)          | DGI-WIN-002 |
      | 2026-11-22 08:00:00 | 23/11/2026 08:00:00 | DGI-WIN-004 |
      | 2026-11-16 07:59:59 | 2026-11-23 08:00:00 | DGI-WIN-006 |
      | (sekarang)          | (sekarang -1 jam)   | DGI-WIN-012 |

  @DGI-WIN-003 @DGI-WIN-005 @DGI-WIN-007
  Skenario konsep: Jendela yang benar diterima
    Diketahui proses "dealing" dimulai di dealer "99101"
    Ketika grup dealer membaca prospek dengan:
      | fromTime | <dari>   |
      | toTime   | <sampai> |
    Maka daftar berisi baris dengan:
      | idProspect | {dealing} |

    Contoh:
      | dari                | sampai      |
      | (sekarang -7 hari)  | (sekarang)  |
      | (sekarang -1 menit) | (tidak ada) |

  @DGI-WIN-013
  Skenario: Kedua ujung termasuk jendela
    Diketahui proses "dealing" dimulai di dealer "99101"
    Ketika grup dealer membaca prospek dengan:
      | fromTime | (sekarang) |
      | toTime   | (sekarang) |
    Maka daftar tepat berisi:
      | idProspect |
      | {dealing}  |

  @DGI-WIN-011 @DGI-RD-003
  Skenario: Data di luar jendela tidak terbaca, walaupun nomornya disebut
    Diketahui proses "dealing" dimulai di dealer "99101"
    Ketika 2 hari berlalu
    Dan grup dealer membaca prospek dengan:
      | fromTime   | (sekarang -1 hari) |
      | toTime     | (sekarang)         |
      | idProspect | {dealing}          |
    Maka daftar kosong

  @DGI-WIN-015
  Skenario: Jendela di masa depan kosong, bukan salah
    Ketika grup dealer membaca prospek dengan:
      | fromTime | (sekarang +1 hari) |
      | toTime   | (sekarang +2 hari) |
    Maka daftar kosong
    Dan kolom "status" adalah "1"

  @DGI-WIN-008 @DGI-WIN-016
  Skenario: Setelah 30 hari data tidak terbaca, sampai berubah lagi
    Diketahui proses "dealing" dimulai di dealer "99101"
    Ketika 31 hari berlalu
    Dan grup dealer membaca prospek dengan:
      | fromTime   | 2026-11-23 00:00:00 |
      | toTime     | 2026-11-24 00:00:00 |
      | idProspect | {dealing}           |
    Maka daftar kosong
    Ketika proses "dealing" berlanjut dengan "follow-up"
    Dan grup dealer membaca prospek dengan:
      | fromTime   | (sekarang -1 hari) |
      | toTime     | (sekarang)         |
      | idProspect | {dealing}          |
    Maka daftar tepat berisi:
      | idProspect | statusProspect |
      | {dealing}  | 3              |

  @DGI-INV1-020
  Skenario: Jendela tagihan H1 juga paling panjang 7 hari
    Ketika grup dealer membaca tagihan H1 dengan:
      | fromTime | (sekarang -16 hari) |
      | toTime   | (sekarang)          |
    Maka jawabannya ditolak hanya karena "DGI-WIN-006"
