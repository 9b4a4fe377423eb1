@dgi
Feature: From the prospect to the delivered unit
  The dealing process of the slide: prospect, order form (SPK), billing, leasing, delivery (BAST).

  Background:
    Given the clock stands at "2026-11-23 08:00"
    And the dealer "99101" is logged in
    And the process "dealing" starts at the dealer "99101" with:
      | namaLengkap  | Contoh Kenanga |
      | kodeTipeUnit | AB1            |
      | kodeWarna    | BK             |

  @DGI-SPK-001 @DGI-SPK-010 @DGI-SPK-022 @DGI-RD-012 @DGI-PRSP-020
  Scenario: A prospect becomes an order form
    When the process "dealing" goes on with "order" where:
      | payment | cash  |
      | diskon  | 50000 |
    And the dealer group reads the order forms with:
      | idProspect | {dealing} |
    Then the answer has the form of the contract
    And the list is exactly:
      | idSpk | idProspect | namaCustomer   | statusSPK | unit[1].hargaJual | unit[1].diskon | unit[1].tipePembayaran |
      | {spk} | {dealing}  | Contoh Kenanga | 1         | 18500000          | 50000          | 1                      |

  @DGI-INV1-021 @DGI-INV1-022 @DGI-INV1-023 @DGI-BAST-020 @DGI-SPK-021
  Scenario: A unit is sold for cash
    Given the process "inbound-unit" starts at the dealer "99101" with:
      | kodeTipeUnit | AB1 |
      | kodeWarna    | BK  |
    And the process "inbound-unit" goes on with "ship-units"
    And the process "inbound-unit" goes on with "receive-units"
    When the process "dealing" goes on with "order" where:
      | payment | cash |
      | diskon  | 0    |
    And the process "dealing" goes on with "booking-fee"
    And the process "dealing" goes on with "settlement"
    And the dealer group reads the H1 bills with:
      | idSPK | {spk} |
    Then the list holds the rows:
      | idCustomer | amount   | tipePembayaran | status | note       |
      | {dealing}  | 500000   | 2              | 3      | Tanda jadi |
      | {dealing}  | 18000000 | 2              | 1      | Pelunasan  |
    And the sum of "amount" is "18500000"
    When the process "dealing" goes on with "payment"
    And the dealer group reads the H1 bills with:
      | idSPK | {spk} |
    Then the list holds no row with:
      | status | 1 |
    When the process "dealing" goes on with "outgoing-shipment"
    And the process "dealing" goes on with "delivery-note"
    And the dealer group reads the deliveries with:
      | idSPK | {spk} |
    Then the list is empty
    When the process "dealing" goes on with "deliver"
    And the dealer group reads the deliveries with:
      | idSPK | {spk} |
    Then the list is exactly:
      | deliveryDocumentId | statusDeliveryDocument | tanggalPengiriman | detail[1].namaPenerima |
      | {bast}             | 4                      | (today)           | Contoh Kenanga         |
    When the dealer group reads the order forms with:
      | idProspect | {dealing} |
    Then the field "statusSPK" is "3"

  @DGI-LSNG-020 @DGI-LSNG-010 @DGI-INV1-021 @DGI-INV1-022
  Scenario: A unit is sold on credit
    When the process "dealing" goes on with "order" where:
      | payment | credit |
      | diskon  | 0      |
    And the dealer group reads the order forms with:
      | idProspect | {dealing} |
    Then the field "unit[1].tipePembayaran" is "2"
    When the process "dealing" goes on with "booking-fee"
    And the process "dealing" goes on with "apply-for-credit" where:
      | tenor | 24 |
    And the dealer group reads the leasing applications with:
      | idSPK | {spk} |
    Then the list is empty
    When the process "dealing" goes on with "finance-order"
    And the dealer group reads the leasing applications with:
      | idSPK | {spk} |
    Then the list is exactly:
      | idDokumenPengajuan | idSPK | jumlahDP | tenor | tanggalPembuatanPO |
      | {lsng}             | {spk} | 3700000  | 24    | (today)            |
    And the field "idPOFinanceCompany" is filled
    When the process "dealing" goes on with "down-payment"
    And the process "dealing" goes on with "settlement-of-credit"
    And the dealer group reads the H1 bills with:
      | idSPK | {spk} |
    Then the list holds the rows:
      | amount   | tipePembayaran | note       |
      | 500000   | 1              | Tanda jadi |
      | 3200000  | 1              | Uang muka  |
      | 14800000 | 1              | Pelunasan  |

  @DGI-SPK-020
  Scenario Outline: Order forms are read whatever became of them
    When the process "dealing" goes on with "order"
    And the process "dealing" goes on with "<step>"
    And the dealer group reads the order forms with:
      | idProspect | {dealing} |
    Then the field "statusSPK" is "<status>"

    Examples:
      | step         | status |
      | indent       | 2      |
      | cancel-order | 4      |

  @DGI-BAST-020 @DGI-BAST-010
  Scenario: A unit that comes back is delivered at the second try
    Given the process "inbound-unit" starts at the dealer "99101" with:
      | kodeTipeUnit | AB1 |
      | kodeWarna    | BK  |
    And the process "inbound-unit" goes on with "ship-units"
    And the process "inbound-unit" goes on with "receive-units"
    When the process "dealing" goes on with "order" where:
      | payment | cash |
    And the process "dealing" goes on with "booking-fee"
    And the process "dealing" goes on with "settlement"
    And the process "dealing" goes on with "payment"
    And the process "dealing" goes on with "outgoing-shipment"
    And the process "dealing" goes on with "delivery-note"
    And the process "dealing" goes on with "back-to-dealer"
    And the dealer group reads the deliveries with:
      | deliveryDocumentId | {bast} |
    Then the list is empty
    When the process "dealing" goes on with "delivery-note"
    And the process "dealing" goes on with "deliver"
    And the dealer group reads the deliveries with:
      | deliveryDocumentId | {bast} |
    Then the list holds 1 row

  @DGI-BAST-011 @DGI-LSNG-011 @DGI-INV1-011
  Scenario Outline: An order that nobody knows is no failure
    When the dealer group <reads> with:
      | idSPK | SPK-UNKNOWN |
    Then the list is empty
    And the field "status" is "1"

    Examples:
      | reads                          |
      | reads the deliveries           |
      | reads the leasing applications |
      | reads the H1 bills             |
