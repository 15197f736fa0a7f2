package sigillo.learning;

import java.util.List;
import java.util.Random;

/** Kinds of mail, each from one sender's template, no two messages the same. */
public enum Kind {
    PILLS("Best Meds <%s@pharm-deals.example>", "offer discount pharmacy pills order now free shipping lowest price doctor prescription tablets cheap delivery",
        "text/html", "<html><body><h1>%s</h1><p>%s</p><a href=\"http://pharm-deals.example/%d\">ORDER</a></body></html>"),
    SHOP("Bottega Verde <news@bottega.example>", "sconto saldi negozio primavera nuova collezione spedizione gratuita scopri offerta catalogo punti fedelta",
        "text/html", "<html><body><h1>%s</h1><p>%s</p><a href=\"http://bottega.example/c/%d\">Scopri</a></body></html>"),
    FRIEND("Carl <carl@sender.example>", "tomorrow dinner kids school train holiday photos weekend garden dog weather mother thanks love see you",
        "text/plain", "Hi Anna,\n%s\n%s\n(%d)\nCarl\n"),
    WORK("Dora Rossi <dora@office.example>", "meeting report budget quarter contract client invoice draft review deadline slides agenda minutes attached",
        "text/plain", "Dear Anna,\n%s\n\n%s\n\nBest regards\nDora, ext. %d\n");

    private static final String COMMON = "the and of to in for you your is it on with this that we are have from please not will can our all more";
    private final String from;
    private final List<String> words;
    private final String type;
    private final String template;

    Kind(String from, String words, String type, String template) {
        this.from = from;
        this.words = List.of(words.split(" "));
        this.type = type;
        this.template = template;
    }

    public String mail(Random random) {
        var body = String.format(template, words(random, 5), words(random, 60), random.nextInt(100_000));
        return "From: " + from.replace("%s", "m" + random.nextInt(1_000)) + "\r\nTo: anna@sigillo.test\r\nSubject: " + words(random, 4)
            + "\r\nDate: Sun, 1 Mar 2026 11:50:00 +0100\r\nMessage-ID: <" + Long.toHexString(random.nextLong()) + "@" + name().toLowerCase()
            + ".example>\r\nMIME-Version: 1.0\r\nContent-Type: " + type + "; charset=utf-8\r\n\r\n" + body.replace("\n", "\r\n");
    }

    private String words(Random random, int count) {
        var common = COMMON.split(" ");
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(random.nextInt(3) == 0 ? words.get(random.nextInt(words.size())) : common[random.nextInt(common.length)]).append(' ');
        }
        return text.toString().strip();
    }
}
