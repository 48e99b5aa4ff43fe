/**
 * Claim checks: a record says where its image is, and it is fetched here. What a record names is checked against the roots allowed
 * before a file or socket is opened; what came is checked against the size and hash that the record names.
 */
package dev.framelot.claim;
