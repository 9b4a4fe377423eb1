@padi
Feature: How PaDi is called
  One URL takes every operation: POST, JSON, one wrapper that names it, and the key of the company.

  @PADI-AUTH-001 @PADI-AUTH-002
  Scenario: Nothing is done without a known key
    Given nobody is logged in
    When the company lists the transactions
    Then the answer is refused because of "PADI-AUTH-001"
    Given the key is wrong
    When the company lists the transactions
    Then the answer is refused

  @PADI-AUTH-004
  Scenario: A report without a key is not stored
    Given nobody is logged in
    When the company reports a transaction with:
      | transaksi_id | TRX-A-1 |
    Then the answer is refused
    Given the company is logged in
    When the company lists the transactions
    Then the list is empty

  @PADI-AUTH-003 @PADI-API-015
  Scenario: Header names in any case, and a character set
    When the operation "listTransaksi" is called with the headers:
      | Content-Type | application/json; charset=utf-8 |
    Then the answer is accepted

  @PADI-API-003 @PADI-API-004 @PADI-API-005 @PADI-API-006 @PADI-API-010 @PADI-API-012
  Scenario Outline: A body that names no operation is refused
    When the operation "createTransaksi" is called with the body:
      """
      <body>
      """
    Then the answer is refused because of "<rule>"
    And the field "status" is not "success"

    Examples:
      | body                                      | rule         |
      | {"transaksi":                             | PADI-API-003 |
      | {"transaksi_id": "TRX-A-2"}               | PADI-API-004 |
      | {"pembelian": {}}                         | PADI-API-004 |
      | {"get_umkm": {}, "get_transaksi": {}}     | PADI-API-005 |
      | [{"transaksi": {}}]                       | PADI-API-006 |
      | {"transaksi": ["TRX-A-3"]}                | PADI-API-006 |
      | {"get_umkm": {}, "get_umkm": {"size": 1}} | PADI-API-010 |

  @PADI-API-002
  Scenario Outline: Only POST is answered
    When the operation "createTransaksi" is called with the method "<method>"
    Then the answer is refused
    When the company lists the transactions
    Then the list is empty

    Examples:
      | method |
      | GET    |
      | PUT    |
      | DELETE |

  @PADI-API-007
  Scenario: Another content type than JSON is refused
    When the operation "createTransaksi" is called with the headers:
      | Content-Type | text/plain |
    Then the answer is refused because of "PADI-API-007"

  @PADI-API-013 @PADI-TRX-403
  Scenario: Numbers may be JSON numbers, and unknown members are ignored
    When the operation "createTransaksi" is called with the body:
      """
      {"transaksi": {"transaksi_id": "TRX-A-4", "tanggal_transaksi": "2026-11-20", "nama_project": "Kopi", "kategori_project": "7",
       "total_nilai_project": 250000, "tipe_nilai_project": "OPEX", "kategori_umkm": "1", "uid_umkm": "123",
       "nama_umkm": "PT. Damai Sejahtera", "tannggal_invoice": "2026-11-21", "id_satker": "14482", "is_pdn": 1, "tkdn": 40.5,
       "is_certificate": 0, "certificate_tkdn": null, "catatan": "tidak dikenal"}}
      """
    Then the answer is accepted
    And the "transaksi" "TRX-A-4" is stored

  @PADI-TRX-412 @PADI-UMK-007
  Scenario Outline: Truth values, lists and objects are no values
    When the operation "<operation>" is called with the body:
      """
      <body>
      """
    Then the answer is refused because of "<rule>"

    Examples:
      | operation       | body                                                                                | rule         |
      | createTransaksi | {"transaksi": {"transaksi_id": "TRX-A-5", "is_pdn": true}}                          | PADI-TRX-412 |
      | createTransaksi | {"transaksi": {"transaksi_id": "TRX-A-6", "feedback": {"isi": "OK"}}}               | PADI-TRX-412 |
      | createUmkm      | {"umkm": {"uid": "U-1", "nama_umkm": "Toko", "kategori_usaha": "2", "kota": ["X"]}} | PADI-UMK-007 |
