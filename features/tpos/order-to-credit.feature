@tpos
Feature: From the order to the credit advice
  The whole way of a stock order in one story: what the outlet asks for, and what TAM sends of its own accord.

  Background:
    Given the clock stands at "2026-11-23 08:00"
    And the outlet "KTK000001" is logged in

  @TPOS-PO-401 @TPOS-PO-606 @TPOS-PO-607 @TPOS-CLM-612 @TPOS-FLOW-031 @TPOS-FLOW-032 @TPOS-FLOW-034
  Scenario: An order of type 3 with a shortage is shipped in two parts, billed and credited
    Given a "purchase order" with:
      | No. PO        | PO-STORY |
      | Tipe PO       | 3        |
      | BO TAM Follow | 9        |
      | Tanggal PO    | (today)  |
    And its "items" are:
      | No. Material | Qty |
      | 9KT01A0001   | 4   |
      | 9KT01A0002   | 6   |
    When the outlet sends it
    Then the answer is accepted
    When the clock reaches "06:00"
    And the outlet asks for the order status with:
      | noPo      | PO-STORY |
      | tipeOrder | 3        |
    Then the list is exactly:
      | noPart     | issueToShippingQtyIssue | pendingBoQtyBo |
      | 9KT01A0001 | 4                       | 0              |
      | 9KT01A0002 | 0                       | 6              |
    When 1 day passes
    Then the feed "bo-etd" has a row with:
      | noPo       | PO-STORY   |
      | noMaterial | 9KT01A0002 |
    And the feed "goods-receipt" has no row with:
      | noPo       | PO-STORY   |
      | noMaterial | 9KT01A0002 |
    When TAM performs "replenish" with:
      | noPart | 9KT01A0002 |
      | qty    | 6          |
    And 3 days pass
    Then the feed "goods-receipt" has a row with:
      | noPo        | PO-STORY   |
      | noMaterial  | 9KT01A0001 |
      | qtyShipment | 4          |
    And the feed "goods-receipt" has a row with:
      | noPo        | PO-STORY   |
      | noMaterial  | 9KT01A0002 |
      | qtyShipment | 6          |
    And the feed "invoice" has a row with:
      | proformaInvoiceNo | {noVendorInvoice} |
      | orderType         | 3                 |
      | orderQty          | 6                 |
      | deliveredQty      | 6                 |
      | netAmount         | 750000            |
    And the feed "debit-advice" has a row with:
      | invoiceNo | {noVendorInvoice} |
      | netAmount | 750000            |
    When the outlet sends a parts claim like the example "parts-claim-shortage" with:
      | noPo                | PO-STORY          |
      | noVendorInvoice     | {noVendorInvoice} |
      | noCase              | {noCase}          |
      | noMaterial          | 9KT01A0002        |
      | kodeClaim           | Sht               |
      | qtyInvoice          | 6                 |
      | qtyReceived         | 5                 |
      | qtyMinus            | 1                 |
      | hargaNetDealer      | 125000            |
      | totalHargaNetDealer | 125000            |
      | noPartsClaimDms     | CLAIM-STORY       |
    Then the answer is accepted
    When TAM performs "judge" with:
      | outletCode   | KTK000001   |
      | noDokumenDms | CLAIM-STORY |
      | tamJudgement | "01"        |
      | qty          | 1           |
    And the clock reaches "06:00"
    Then the feed "credit-advice" has a row with:
      | invoiceNo | {noVendorInvoice} |
      | orderNo   | {orderNo}         |
      | netAmount | 125000            |

  @TPOS-FLOW-019 @TPOS-CLM-401
  Scenario: What is still on the truck's way cannot be claimed, what has left can
    When the outlet sends a purchase order with:
      | noPo   | PO-EARLY                                 |
      | tipePo | 1                                        |
      | items  | [{"noMaterial": "9KT01A0001", "qty": 5}] |
    And 1 day passes
    And the outlet asks for the issue-to-ship detail with:
      | noPo | PO-EARLY |
    Then the field "invoiceNoVendorInvoice" is remembered as "invoice"
    And the field "packNoCase" is remembered as "case"
    When the outlet sends a parts claim like the example "parts-claim-defect" with:
      | noPo            | PO-EARLY    |
      | noVendorInvoice | {invoice}   |
      | noCase          | {case}      |
      | noMaterial      | 9KT01A0001  |
      | hargaNetDealer  | 125000      |
    Then the answer is refused because of "TPOS-FLOW-019"
    When the clock reaches "14:00"
    And the same message is sent again
    Then the answer is accepted

  @TPOS-FEED-DAD-005 @TPOS-FLOW-029 @TPOS-FLOW-036
  Scenario: One debit advice collects the invoices of a day
    When the outlet sends a purchase order with:
      | noPo   | PO-FIRST                                 |
      | tipePo | 1                                        |
      | items  | [{"noMaterial": "9KT01A0001", "qty": 2}] |
    And the outlet sends a purchase order with:
      | noPo   | PO-SECOND                                |
      | tipePo | 1                                        |
      | items  | [{"noMaterial": "9KT01A0001", "qty": 3}] |
    And 2 days pass
    Then the feed "goods-receipt" has a row with:
      | noPo | PO-FIRST |
    And the feed "debit-advice" has a row with:
      | invoiceNo | {noVendorInvoice} |
      | netAmount | 250000            |
    And "{daNo}" is remembered as "advice"
    And the feed "goods-receipt" has a row with:
      | noPo | PO-SECOND |
    And the feed "debit-advice" has a row with:
      | invoiceNo | {noVendorInvoice} |
      | daNo      | {advice}          |
      | netAmount | 375000            |
    And the files of the feed "debit-advice" are right
