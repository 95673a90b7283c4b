package io.quarkiverse.isolatedschema.runtime.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlWordsTest {

    private static SqlWords words(String sql) {
        return SqlWords.of(sql, true);
    }

    @Test
    void wordsAreThoseOutsideOfLiteralsAndComments() {
        assertThat(words("-- no\nINSERT /* no /* no */ no */ into T values ('no ''no', $x$ no $x$, $1, \"Yes \"\"it is\", 1e3)")
                .words())
                .containsExactly("insert", "into", "t", "values", "Yes \"it is", "e3");
    }

    @Test
    void whatStandsBeforeAParenthesisIsCalled() {
        assertThat(words("select a.f (1), \"G h\"/* x */ (2), i + (3), 'j' (4) from k where l in (5)").called())
                .containsExactly("f", "G h", "in");
    }

    @Test
    void questionMarksInLiteralsDoNotCount() {
        assertThat(words("select '?', \"?\", a ? b, /* ? */ $$?$$, c ?| d -- ?").questionMarks()).isEqualTo(2);
    }

    @Test
    void aBackslashMayEscapeAQuote() {
        assertThat(words("select 'a\\' as b, 'c'").words()).containsExactly("select", "as", "b");
        assertThat(SqlWords.of("select 'a\\' as b, ' as c", false).words()).containsExactly("select", "as", "c");
        assertThat(words("select E'a\\' as b, ' as c").words()).containsExactly("select", "e", "as", "c");
    }

    @Test
    void whatIsNotClosedEndsWithTheText() {
        assertThat(words("select \"a").words()).containsExactly("select", "a");
        assertThat(words("select 'a").words()).containsExactly("select");
        assertThat(words("").words()).isEmpty();
    }
}
