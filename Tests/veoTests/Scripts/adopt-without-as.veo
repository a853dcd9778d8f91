#: requests none
adopt video_abc cat
adopt
adopt a b c
adopt video_abc @cat
