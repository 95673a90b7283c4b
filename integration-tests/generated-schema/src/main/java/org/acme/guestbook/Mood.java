package org.acme.guestbook;

public enum Mood {
    HAPPY,
    TIRED
}
