/**
 * Kafka Streams around the pipeline: frames in, exactly one outcome record out for each, offsets committed only behind the
 * finished prefix of each partition. The only package that imports Kafka Streams.
 *
 * <p>Streams commits what {@code process()} has returned for; a frame that waits in a batch has been returned for and is
 * not done. So the clients that Streams uses are wrapped ({@link dev.framelot.topology.CappedClientSupplier}): whatever
 * offset Streams wants to commit is lowered to the oldest frame of that partition without a forwarded outcome. Nothing
 * blocks, and batches stay in flight across commits. Measurements and rejected ways: docs/decisions.
 */
package dev.framelot.topology;
