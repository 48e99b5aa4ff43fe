/**
 * What the outputs of a model mean. {@link dev.framelot.inference.family.FamilyGuess} tells a graph's family from the names, types,
 * shapes and metadata that it declares, and why. Pure: no file, no runtime.
 */
package dev.framelot.inference.family;
