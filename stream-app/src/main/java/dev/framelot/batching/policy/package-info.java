/**
 * One class an objective. The rule and its look-ahead follow docs/batching.md; each answer carries its reason. Pure and
 * single-threaded like all of {@code batching}.
 */
package dev.framelot.batching.policy;
