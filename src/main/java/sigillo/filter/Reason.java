package sigillo.filter;

import java.util.Locale;

/**
 * What speaks for a message being spam, or against it. {@code name} is for programs and stands in the header: lower-case
 * letters, digits and hyphens. {@code weight}: the logarithm of odds, positive for spam; 2.3 is ten times. {@code sentence}
 * is for the story, and may hold strangers' words.
 */
public record Reason(String name, double weight, String sentence) {
    /** Of one reason, whoever gives it: nobody decides alone against all others for ever. */
    public static final double WEIGHT_MAX = 30;
    private static final int NAME_CHARACTERS_MAX = 40;
    private static final int SENTENCE_CHARACTERS_MAX = 200;

    /** What does not fit is cut, and a weight that is no number is none: engines say what they like. */
    public Reason {
        name = shortened(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", ""), NAME_CHARACTERS_MAX);
        if (name.isEmpty()) name = "unnamed";
        weight = Double.isNaN(weight) ? 0 : Math.clamp(weight, -WEIGHT_MAX, WEIGHT_MAX);
        sentence = shortened(sentence.replaceAll("\\p{Cntrl}", " "), SENTENCE_CHARACTERS_MAX);
    }

    private static String shortened(String text, int max) {
        if (text.length() <= max) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    /** As it stands in the header: {@code money=1.7}. */
    public String text() { return name + "=" + points(weight); }

    /** One digit behind the point, and no zero with a sign. */
    static String points(double weight) {
        double rounded = Math.round(weight * 10) / 10.0;
        return String.format(Locale.ROOT, "%.1f", rounded == 0 ? 0.0 : rounded);
    }
}
