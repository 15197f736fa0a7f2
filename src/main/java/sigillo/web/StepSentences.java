package sigillo.web;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.refusals.Refusals;
import sigillo.spam.Sign;
import sigillo.spam.Weights;

/**
 * What steps of a message's way say, in Italian. They are kept as they were told, in English; a page in Italian gets
 * them by templates, as it gets what desks say (decision 0075). What has none stays as it is. Any thread.
 */
final class StepSentences {
    private static final Templates TEMPLATES = Templates.of("steps-it.txt");
    /** As the filter has them in front of each reason. */
    private static final Pattern POINTS = Pattern.compile("([+-]?\\d+(?:\\.\\d+)? )(.+)", Pattern.DOTALL);
    private static final String JOINT = "; ";

    private StepSentences() {}

    static Templates templates() { return TEMPLATES; }

    /** Of a step's text: one sentence, or some that are joined. */
    static String italian(String text) {
        // what a reply means is a sentence, or two, behind who said it
        int end = text.indexOf(". ");
        var meaning = end < 0 ? Optional.<String>empty() : Refusals.inItalian(text.substring(end + 2));
        return meaning.map(said -> joined(text.substring(0, end)) + ". " + said).orElseGet(() -> joined(text));
    }

    private static String joined(String text) {
        return Stream.of(text.split(JOINT)).map(one -> said(one).orElse(one)).collect(Collectors.joining(JOINT));
    }

    private static Optional<String> said(String sentence) {
        var points = POINTS.matcher(sentence);
        if (points.matches()) return reason(points.group(2)).map(points.group(1)::concat);
        return TEMPLATES.italian(sentence);
    }

    private static Optional<String> reason(String sentence) {
        var weights = Weights.shipped();
        return Stream.of(Sign.values()).filter(sign -> weights.sentence(sign, "en").equals(sentence)).findFirst()
            .map(sign -> weights.sentence(sign, "it")).or(() -> TEMPLATES.italian(sentence));
    }
}
