package sigillo.web;

import java.util.List;
import java.util.Optional;

/**
 * What a browser or program says it is ({@code User-Agent}: RFC 9110 section 10.1.5), as far as its owner knows it
 * again: anybody may say anything. {@code system}: empty when it says none that we know.
 */
record Device(Optional<String> program, Optional<String> system) {
    private static final int NAME_SIGNS_MAX = 40;

    /** A mark in the field, and what people call it. */
    private record Mark(String mark, String name) {}

    /** The first that is there: most say the names of others too. */
    private static final List<Mark> PROGRAMS = List.of(new Mark("Edg", "Edge"), new Mark("OPR/", "Opera"),
        new Mark("SamsungBrowser/", "Samsung Internet"), new Mark("Vivaldi/", "Vivaldi"),
        new Mark("Firefox/", "Firefox"), new Mark("FxiOS/", "Firefox"), new Mark("Chrome/", "Chrome"),
        new Mark("CriOS/", "Chrome"), new Mark("Safari/", "Safari"));

    /** The first that is there, for the same reason. */
    private static final List<Mark> SYSTEMS = List.of(new Mark("iPhone", "iPhone"), new Mark("iPad", "iPad"),
        new Mark("Android", "Android"), new Mark("CrOS", "ChromeOS"), new Mark("Windows", "Windows"),
        new Mark("Macintosh", "Mac"), new Mark("Linux", "Linux"));

    static Device of(Optional<String> said) {
        var text = said.orElse("");
        return new Device(first(PROGRAMS, text).or(() -> ownName(text)), first(SYSTEMS, text));
    }

    private static Optional<String> first(List<Mark> marks, String text) {
        return marks.stream().filter(one -> text.contains(one.mark)).map(Mark::name).findFirst();
    }

    /** Of a program such as {@code curl/8.5.0}. */
    private static Optional<String> ownName(String text) {
        var product = text.strip().split("[/ (]", 2)[0];
        var name = product.substring(0, Math.min(product.length(), NAME_SIGNS_MAX));
        return Optional.of(name).filter(one -> !one.isEmpty());
    }

    String in(Speech speech) {
        var name = program.orElseGet(() -> speech.say(Text.DEVICE_UNKNOWN));
        return system.map(on -> speech.say(Text.DEVICE_ON, name, on)).orElse(name);
    }
}
