#: requests none
adopt
adopt video_abc as
adopt video_abc as all
adopt video_abc cat
