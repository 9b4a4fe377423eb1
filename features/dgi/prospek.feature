# language: id
@dgi
Fitur: Grup dealer membaca prospek

  Skenario: Prospek baru terbaca
    Diketahui dealer "99101" sudah masuk
    Dan proses "dealing" dimulai di dealer "99101" dengan:
      | namaLengkap | Contoh Melati |
    Ketika grup dealer membaca prospek dengan:
      | fromTime   | (sekarang -1 hari) |
      | toTime     | (sekarang)         |
      | idProspect | (tidak ada)        |
    Maka jawabannya diterima
    Dan daftar berisi baris dengan:
      | idProspect  | {dealing}     |
      | namaLengkap | Contoh Melati |
