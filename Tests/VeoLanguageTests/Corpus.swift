/// Scripts without errors, which fuzzing starts from.
enum Corpus {
    static let longExample = #"""
        #!/usr/bin/env -S veo run
        veo 1
        # Three takes of one scene, then a file of shots. Never above 2 dollars.
        param out = takes
        budget 2
        set model veo-3.1-fast
        set parallel 3
        set out ${out}/${job.name}.mp4

        let style = 35mm film, it's "magic hour": shot #3, C:\no\escapes
        for n in range 1..3
          prompt """
            猫が雨の路地を歩く。カメラは低い位置から。 (${n})
            # not a comment: this line belongs to the prompt
            Style: ${style}. The tag reads $5; {braces} and $${this} stay as typed.
            """
          submit as cat-${n}
        end

        for shot in table shots.csv
          try submit as ${shot.id} model=${shot.model} -- ${shot.prompt}
        end

        wait timeout=1h
        save
        expect @cat-* status == completed
        print done: ${count.completed} of ${count.all}, about ${cost.total} dollars

        """#

    static let scripts = [
        longExample,
        "set model veo-3.1-fast\nprompt 一只猫咪在花园里玩耍\nsubmit\nwait\nsave\n",
        """
        model veo-4 price=0.4 aspect=16:9 images=2 speed=fast
        on-error continue
        set key-from command pass "veo"
        image "a b.png" c.png
        submit x2 as "cat" mode=sync -- it's $5
        again @cat-1 as dog -- '''
         a
           b
         '''
        wait @cat-* @#7 @id:video_1 any timeout=10m
        save @last to "a b/${job.name}.mp4" if-exists=fail
        """,
        """
        for a in list x "y z" ${env.A}
          for b in range 0..${a}
            # two
            print '''
            ${raw} $${too}

              text
            '''

            ?later \"""
              skipped
              \"""
          end
        end
        expect ${count.failed} == 0
        expect @all elapsed < 10m
        include "b.veo"
        adopt "video_\\u{24}" as x
        """,
    ]
}
