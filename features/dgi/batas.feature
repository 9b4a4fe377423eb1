# language: id
@dgi
Fitur: Batas jumlah permintaan
  Main dealer boleh membatasi permintaan per hari untuk setiap kunci.

  @DGI-AUTH-024 @DGI-AUTH-028
  Skenario: Permintaan di atas batas sehari ditolak sampai besok
    Diketahui dealer "99401" sudah masuk
    Ketika grup dealer membaca prospek
    Dan pesan yang sama dikirim lagi 11 kali
    Maka jawabannya diterima
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya ditolak hanya karena "DGI-AUTH-024"
    Dan jawabannya berstatus 200
    Dan kolom "status" adalah "0"
    Ketika 1 hari berlalu
    Dan grup dealer membaca prospek
    Maka jawabannya diterima

  @DGI-AUTH-024
  Skenario: Batas sebuah grup tidak mengenai grup lain
    Diketahui dealer "99401" sudah masuk
    Ketika grup dealer membaca prospek
    Dan pesan yang sama dikirim lagi 12 kali
    Maka jawabannya ditolak
    Diketahui dealer "99101" sudah masuk
    Ketika grup dealer membaca prospek
    Maka jawabannya diterima
