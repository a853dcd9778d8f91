#define _GNU_SOURCE 1

#include "CEditline.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

void ce_set_context(EditLine *editor, void *context) {
    el_wset(editor, EL_CLIENTDATA, context);
}

void *ce_context(EditLine *editor) {
    void *context = NULL;
    el_wget(editor, EL_CLIENTDATA, &context);
    return context;
}

int ce_set_read_function(EditLine *editor, ce_read_function read) {
    return el_wset(editor, EL_GETCFN, read);
}

int ce_keep_one_row(EditLine *editor) {
    if (el_set(editor, EL_SETTC, "li", "1", NULL) != 0)
        return -1;
    return el_set(editor, EL_SETTC, "co", "80", NULL);
}

int ce_display_rows(EditLine *editor) {
    int rows = 0;
    return el_get(editor, EL_GETTC, "li", &rows) == 0 ? rows : -1;
}

int ce_draw_nowhere(EditLine *editor, FILE *nowhere) {
    int standard_output = 1;
    if (el_wset(editor, EL_TERMINAL, "dumb") != 0)
        return -1;
    if (ce_keep_one_row(editor) != 0)
        return -1;
    return el_wset(editor, EL_SETFP, standard_output, nowhere);
}

int ce_set_editor(EditLine *editor, const wchar_t *name) {
    return el_wset(editor, EL_EDITOR, name);
}

int ce_uses_vi_keys(EditLine *editor) {
    const wchar_t *name = NULL;
    return el_wget(editor, EL_EDITOR, &name) == 0 && name != NULL && wcscmp(name, L"vi") == 0;
}

int ce_set_signal_handling(EditLine *editor, int enabled) {
    return el_wset(editor, EL_SIGNAL, enabled);
}

int ce_set_editing(EditLine *editor, int enabled) {
    return el_wset(editor, EL_EDITMODE, enabled);
}

int ce_prepare_terminal(EditLine *editor, int enabled) {
    return el_wset(editor, EL_PREP_TERM, enabled);
}

int ce_add_command(
    EditLine *editor, const wchar_t *name, const wchar_t *help, ce_command_function command) {
    return el_wset(editor, EL_ADDFN, name, help, command);
}

int ce_bind(EditLine *editor, const wchar_t *keys, const wchar_t *command) {
    return el_wset(editor, EL_BIND, keys, command, (wchar_t *)NULL);
}

int ce_bind_alternative(EditLine *editor, const wchar_t *keys, const wchar_t *command) {
    return el_wset(editor, EL_BIND, L"-a", keys, command, (wchar_t *)NULL);
}

int ce_set_editing_flag(EditLine *editor, const wchar_t *flag) {
    return el_wset(editor, EL_SETTY, L"-d", flag, (wchar_t *)NULL);
}

int ce_width_of(wchar_t character) {
    return wcwidth(character);
}

int ce_use_utf8_locale(void) {
    static const char *const fallbacks[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
    setlocale(LC_CTYPE, "");
    for (size_t i = 0; i < sizeof fallbacks / sizeof *fallbacks; i++) {
        if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
            return 1;
        setlocale(LC_CTYPE, fallbacks[i]);
    }
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
