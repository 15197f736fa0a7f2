package sigillo.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What pages are written in. */
enum Language {
    ENGLISH("en", "English", Locale.UK), ITALIAN("it", "Italiano", Locale.ITALY);

    private final String tag;
    private final String ownName;
    private final Locale locale;

    Language(String tag, String ownName, Locale locale) {
        this.tag = tag;
        this.ownName = ownName;
        this.locale = locale;
    }

    /** RFC 5646. */
    String tag() { return tag; }

    String ownName() { return ownName; }

    Locale locale() { return locale; }

    static Optional<Language> of(String tag) {
        return Stream.of(values()).filter(language -> language.tag.equals(tag)).findFirst();
    }

    /** The best of {@code Accept-Language}; English when none fits. RFC 9110 section 12.5.4. */
    static Language accepted(String header) {
        return Stream.of(header.split(",")).limit(20).map(Wish::parse)
            .filter(wish -> wish.quality > 0).sorted(Comparator.<Wish>comparingDouble(wish -> wish.quality).reversed())
            .flatMap(wish -> Language.of(wish.tag).stream()).findFirst().orElse(ENGLISH);
    }

    private record Wish(String tag, double quality) {
        static Wish parse(String range) {
            var parts = Stream.of(range.toLowerCase(Locale.ROOT).split(";")).map(String::strip).toList();
            var tag = parts.getFirst().split("-", 2)[0];
            var quality = parts.stream().filter(part -> part.startsWith("q=")).map(Wish::quality).findFirst();
            return new Wish(tag, quality.orElse(1.0));
        }

        private static double quality(String part) {
            var number = part.substring(2);
            return number.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(number) : 0;
        }
    }
}
