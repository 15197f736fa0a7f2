package sigillo.main.config;

import java.nio.file.Path;

/**
 * What is wrong in a configuration, where, and what would be right. Lines and columns from 1; 0 is the file as a whole.
 */
public record Problem(Path file, int line, int column, String text) implements Comparable<Problem> {

    @Override public int compareTo(Problem other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /** As compilers write it, so that editors find the place. */
    @Override public String toString() { return file + (line > 0 ? ":" + line + ":" + column : "") + ": " + text; }
}
