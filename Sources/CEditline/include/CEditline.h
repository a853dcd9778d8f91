#ifndef C_EDITLINE_H
#define C_EDITLINE_H

#include <histedit.h>

/// The operations of libedit that are variadic, one function with fixed arguments each, because
/// Swift cannot call a variadic C function. What libedit itself declares with fixed arguments is
/// used as it is. Every function must be called on the thread that made the `EditLine`.

/// Reads one character: 1 with a character, 0 at the end of input, -1 with `errno` set.
typedef int (*ce_read_function)(EditLine *editor, wchar_t *character);

/// An editor command; returns one of the `CC_` codes.
typedef unsigned char (*ce_command_function)(EditLine *editor, wint_t key);

/// One pointer of the caller's, to find its own state from inside a callback.
void ce_set_context(EditLine *editor, void *context);
void *ce_context(EditLine *editor);

int ce_set_read_function(EditLine *editor, ce_read_function read);
int ce_set_editor(EditLine *editor, const wchar_t *name);
/// Whether the keys are those of vi, where the escape key starts no sequence.
int ce_uses_vi_keys(EditLine *editor);

int ce_set_signal_handling(EditLine *editor, int enabled);
int ce_set_editing(EditLine *editor, int enabled);

/// 1 puts the terminal into the editing mode, 0 back into the cooked one.
int ce_prepare_terminal(EditLine *editor, int enabled);

/// Makes libedit draw where nobody looks, on a dumb terminal of one row. `el_init` itself wants a
/// terminal.
int ce_draw_nowhere(EditLine *editor, FILE *nowhere);

/// Gives libedit a display of one row. Its ways to follow a resize, to change wide characters in
/// place and to scroll a text that is taller than the window write beyond their buffers; with one
/// row there is nothing to scroll, and no row behind it that could be written to. `el_wgets` asks
/// the window for its size anew for each line, so this belongs into each line, after its start.
int ce_keep_one_row(EditLine *editor);
/// The rows of the display that libedit believes in.
int ce_display_rows(EditLine *editor);

/// `name` and `help` are kept, not copied: they must live as long as the process.
int ce_add_command(
    EditLine *editor, const wchar_t *name, const wchar_t *help, ce_command_function command);

/// Binds a key sequence in the main map, and in the alternative map (the command mode of vi).
int ce_bind(EditLine *editor, const wchar_t *keys, const wchar_t *command);
int ce_bind_alternative(EditLine *editor, const wchar_t *keys, const wchar_t *command);

/// Changes one terminal flag of the editing mode, for example "-isig".
int ce_set_editing_flag(EditLine *editor, const wchar_t *flag);

/// The cells of a character by the C locale in force: 0, 1 or 2; -1 when it has no printed form.
int ce_width_of(wchar_t character);

/// Sets the character type locale from the environment, or to a UTF-8 one when that is not UTF-8.
/// Returns 1 when the locale in force is UTF-8.
int ce_use_utf8_locale(void);

#endif
