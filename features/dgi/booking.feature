# language: id
@dgi
Fitur: Booking servis
  Tambahan rekaan kontrak: dealer membaca siapa yang memesan waktu servis.

  Latar Belakang:
    Diketahui main dealer menyediakan tambahan "booking-service"

  @DGI-BOOK-001 @DGI-BOOK-003
  Skenario: Booking dalam jendela terbaca
    Ketika dealer membaca booking dengan:
      | fromTime | (sekarang -7 hari) |
      | toTime   | (sekarang)         |
    Maka bentuk jawaban sesuai kontrak
    Dan daftar berisi baris dengan:
      | noBooking     | BKG-99101-2611-0001 |
      | statusBooking | 1                   |
      | dealerId      | 99101               |

  @DGI-BOOK-004
  Skenario konsep: Booking dicari dengan nomor booking atau nomor polisi
    Ketika dealer membaca booking dengan:
      | fromTime | (sekarang -7 hari) |
      | toTime   | (sekarang)         |
      | <kolom>  | <ada>              |
    Maka daftar berisi 1 baris
    Ketika pesan yang sama dikirim lagi dengan:
      | <kolom> | <tidak> |
    Maka daftar kosong

    Contoh:
      | kolom     | ada                 | tidak   |
      | noBooking | BKG-99101-2611-0001 | BKG-X   |
      | noPolisi  | B0001XX             | B9999ZZ |

  @DGI-BOOK-001
  Skenario: Main dealer tanpa booking servis
    Diketahui bacaan "DGI-R-46" adalah "none"
    Ketika dealer membaca booking
    Maka jawabannya ditolak
    Dan jawabannya berbunyi "DGI-R-46"
