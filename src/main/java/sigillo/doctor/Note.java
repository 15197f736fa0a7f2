package sigillo.doctor;

import java.util.ArrayList;
import java.util.List;
import sigillo.base.Domain;
import sigillo.preflight.Words;

/** What who is elsewhere reads: {@code subject} in one line of ASCII, {@code text} with lines that end in LF, English first and then Italian. */
public record Note(String subject, String text) {

    private static final String BETWEEN = "\n-- \n\n";

    /** The text in English, and then in Italian. */
    public List<String> languages() {
        int at = text.indexOf(BETWEEN);
        return at < 0 ? List.of(text, text) : List.of(text.substring(0, at), text.substring(at + BETWEEN.length()));
    }

    public static Note of(List<Telling.News> news, Domain host) {
        return new Note(subject(news, host), body(news, host, true) + BETWEEN + body(news, host, false));
    }

    private static String subject(List<Telling.News> news, Domain host) {
        long troubles = news.stream().filter(Telling.News.Trouble.class::isInstance).count();
        if (troubles > 0) return host.name() + ": " + (troubles == 1 ? "something is wrong (qualcosa non va)" : troubles + " things are wrong (cose che non vanno)");
        return host.name() + (news.stream().anyMatch(Telling.News.Over.class::isInstance) ? ": it is over (passato)" : ": all is well (tutto bene)");
    }

    private static String body(List<Telling.News> news, Domain host, boolean isEnglish) {
        var lines = new ArrayList<String>();
        for (var one : news) {
            switch (one) {
                case Telling.News.Trouble(var line) -> {
                    lines.add(say(line.subject().title(), isEnglish) + ": " + say(line.result().sentence(), isEnglish));
                    var next = say(line.result().next(), isEnglish);
                    if (!next.isEmpty()) lines.add("-> " + next);
                }
                case Telling.News.Over(var sentence) -> lines.add((isEnglish ? "It is over: " : "È passato: ") + say(sentence, isEnglish));
                case Telling.News.AllWell() -> lines.add(isEnglish ? "All is well with the mail server " + host.name() + "." : "Il server di posta " + host.name() + " sta bene.");
            }
        }
        lines.add("");
        lines.add(isEnglish ? "sigillo doctor, on the server, shows all of it." : "sigillo doctor, sul server, mostra tutto.");
        return String.join("\n", lines) + "\n";
    }

    /** Whose account it is about is not told to services of others. */
    private static String say(Words words, boolean isEnglish) {
        return isEnglish ? nobody(words.english(), "(an account)") : nobody(words.italian(), "(un account)");
    }

    private static String nobody(String text, String instead) { return text.replaceAll("[^\\s<>()\"]+@[^\\s<>()\",;]+", instead); }
}
