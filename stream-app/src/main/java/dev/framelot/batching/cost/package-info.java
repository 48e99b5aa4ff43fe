/**
 * What the batcher knows of the device and of the traffic: run time by shape, arrival rate, the smallest stable batch.
 * Pure: told samples with their time, asked for values.
 */
package dev.framelot.batching.cost;
