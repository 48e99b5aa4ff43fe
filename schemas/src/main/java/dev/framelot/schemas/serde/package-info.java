/**
 * Records as Kafka values. Two framings are read, told apart by the first byte: Avro single-object encoding (0xC3 0x01 and the
 * schema's CRC-64-AVRO fingerprint, Avro specification, "Single-object encoding") with the bundled schemas, and Confluent's wire
 * format (0x00 and a four-byte schema id) with a registry. Which one is written follows from whether a registry is named.
 */
package dev.framelot.schemas.serde;
