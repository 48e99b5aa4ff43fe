/** What every measurement needs: the machine and the commit it ran on, a broker apart, samples, a frame's latency. */
package dev.framelot.load.measure;
