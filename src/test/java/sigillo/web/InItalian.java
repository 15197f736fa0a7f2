package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sentences of compiled classes, and the templates that put them into Italian. {@code joint}: what stands in a compiled
 * text where something is joined into it, and is a mark of the template.
 */
record InItalian(Templates templates, String joint) {
    private static final Pattern HOLE = Pattern.compile("\\{=?([1-9])}");

    /**
     * Each text with a blank in one of {@code classes} has a template, unless {@code isOther}. {@code file}: where one
     * is missing else.
     */
    void assertNoneIsMissing(List<String> classes, Predicate<String> isOther, String file) throws IOException {
        var there = templates.all().stream().map(Templates.Template::english).collect(Collectors.toSet());
        var missing = new TreeSet<String>();
        for (var one : classes) {
            var of = Path.of("target/classes/sigillo/" + one + ".class");
            assertTrue(Files.exists(of), one);
            for (var sentence : sentences(of)) {
                if (!there.contains(sentence) && !isOther.test(sentence)) missing.add(one + ": " + sentence);
            }
        }
        assertEquals(new TreeSet<>(), missing, "missing in " + file);
    }

    /** {@code mayBeAlike}: whether one may say the same in both languages. */
    void assertEachHasWhatStandsInIt(boolean mayBeAlike) {
        var wrong = new ArrayList<String>();
        for (var one : templates.all()) {
            boolean isSaid = !one.italian().isBlank() && (mayBeAlike || !one.italian().equals(one.english()));
            if (!isSaid || !holes(one.english()).equals(holes(one.italian()))) wrong.add(one.english());
        }
        assertEquals(List.of(), wrong);
    }

    private static Set<String> holes(String text) {
        return HOLE.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** Texts with a blank, as templates: what is joined into a text is a mark in it. */
    private TreeSet<String> sentences(Path file) throws IOException {
        var all = new TreeSet<String>();
        for (var entry : ClassFile.of().parse(file).constantPool()) {
            if (entry instanceof StringEntry text && text.stringValue().contains(" "))
                all.add(template(text.stringValue()));
        }
        return all;
    }

    private String template(String recipe) {
        var template = new StringBuilder();
        int holes = 0;
        for (var piece : recipe.replaceAll(joint, "\u0001").splitWithDelimiters("\u0001", 0))
            template.append(piece.equals("\u0001") ? "{" + ++holes + "}" : piece);
        return template.toString();
    }
}
