package sigillo.zone;

/** A record that there should be. */
public record Wanted(Purpose purpose, ZoneRecord record) {}
