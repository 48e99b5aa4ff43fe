/** What a load test found: as JSON for machines, HTML and Markdown for people, and one result compared with another. */
package dev.framelot.load.report;
