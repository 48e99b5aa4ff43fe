/**
 * Every setting of one instance: {@link dev.framelot.config.SettingsCatalogue} says what there is, {@link
 * dev.framelot.config.ConfigLoader} reads it from file, environment, system properties and command line, {@link
 * dev.framelot.config.FramelotConfig} is what the rest of the house sees. Imports java.* and SmallRye Config only.
 */
package dev.framelot.config;
