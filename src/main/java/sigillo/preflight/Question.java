package sigillo.preflight;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is asked before size and place are advised. An answer is a number, a choice by its key, or a country. */
public enum Question {
    PEOPLE("people", new Words("How many people will have an address", "Quante persone avranno un indirizzo"), 1, 100_000),
    GROWTH("growth", new Words("How much mail a person keeps in a year", "Quanta posta conserva una persona in un anno"),
        new Choice("little", "500 MiB, texts above all", "500 MiB, soprattutto testi"),
        new Choice("usual", "2 GiB", "2 GiB"),
        new Choice("much", "10 GiB, pictures and documents each day", "10 GiB, immagini e documenti ogni giorno")),
    AVAILABILITY("availability", new Words("For how long mail may be away when a machine breaks", "Per quanto può mancare la posta quando una macchina si rompe"),
        new Choice("days", "a day or two", "un giorno o due"),
        new Choice("hours", "some hours", "qualche ora"),
        new Choice("minutes", "some minutes", "qualche minuto")),
    BUDGET("budget", new Words("Euro a month for all of it", "Euro al mese per tutto"), 0, 100_000),
    PLACE("place", new Words("Where the machine would be", "Dove starebbe la macchina"),
        new Choice("home", "at home, or in an office", "a casa, o in ufficio"),
        new Choice("rented", "rented, in a data centre", "a noleggio, in un data center")),
    POWER("power", new Words("The power there", "La corrente lì"),
        new Choice("steady", "hardly ever fails", "non manca quasi mai"),
        new Choice("battery", "fails, and a battery (UPS) bridges it", "manca, e c'è un gruppo di continuità (UPS)"),
        new Choice("cuts", "fails several times a year", "manca più volte l'anno")),
    LINK("link", new Words("The line there", "La linea lì"),
        new Choice("fixed", "one, with an address of its own that stays", "una, con un indirizzo proprio che resta"),
        new Choice("two", "two of different providers, with addresses that stay", "due di provider diversi, con indirizzi che restano"),
        new Choice("changing", "the address changes, is shared, or nobody knows", "l'indirizzo cambia, è condiviso, o non si sa")),
    COUNTRY("country", new Words("In which country (two letters, as in IT)", "In quale paese (due lettere, come IT)"), 0, 0);

    /** One that may be chosen. */
    public record Choice(String key, Words words) {
        Choice(String key, String english, String italian) { this(key, new Words(english, italian)); }
    }

    private final String key;
    private final Words words;
    private final List<Choice> choices;
    private final int least;
    private final int most;

    Question(String key, Words words, Choice... choices) {
        this.key = key;
        this.words = words;
        this.choices = List.of(choices);
        this.least = 0;
        this.most = 0;
    }

    Question(String key, Words words, int least, int most) {
        this.key = key;
        this.words = words;
        this.choices = List.of();
        this.least = least;
        this.most = most;
    }

    /** Of options and of fields. */
    public String key() { return key; }

    public Words words() { return words; }

    /** Empty where it is no choice. */
    public List<Choice> choices() { return choices; }

    public boolean isNumber() { return most > 0; }

    public int least() { return least; }

    public int most() { return most; }

    /** Whether it need not be answered: of what is rented others see to power and lines. {@code place}: the answer to that. */
    public boolean isOthers(String place) { return (this == POWER || this == LINK) && place.strip().equalsIgnoreCase("rented"); }

    /** As it counts; empty where it is no answer to this. Total. */
    Optional<String> understood(String typed) {
        var text = typed.strip();
        if (!choices.isEmpty()) return choices.stream().map(Choice::key).filter(text.toLowerCase(Locale.ROOT)::equals).findFirst();
        if (isNumber()) return Optional.of(text).filter(one -> one.matches("[0-9]{1,6}")).filter(one -> Integer.parseInt(one) >= least && Integer.parseInt(one) <= most);
        var code = text.toUpperCase(Locale.ROOT);
        return Optional.of(code).filter(one -> Arrays.asList(Locale.getISOCountries()).contains(one));
    }

    /** What would be an answer. */
    public Words wanted() {
        if (!choices.isEmpty()) {
            var keys = String.join(", ", choices.stream().map(Choice::key).toList());
            return Words.of("%s: one of %s.", "%s: una risposta tra %s.", key, keys);
        }
        return isNumber() ? Words.of("%s: a number from %d to %d.", "%s: un numero da %d a %d.", key, least, most)
            : Words.of("%s: the two letters of a country, such as IT.", "%s: le due lettere di un paese, come IT.", key);
    }
}
